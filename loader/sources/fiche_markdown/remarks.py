"""Remarks on a sheet that was read: what should be looked at, with its line."""

from collections.abc import Iterator

from loader.corpus.problems import Problem, ProblemKind, excerpt, problem
from loader.facts.salaires import salaires
from loader.model.nomenclatures import nomenclatures
from loader.records import Fiche, Rubrique
from loader.sources.fiche_markdown.frame import PROSE_LABELS
from loader.sources.markdown_sheet.frame import Head
from loader.sources.markdown_sheet.parts import SheetParts
from loader.sources.markdown_sheet.prose import margin_headings

_SALAIRE = "## Salaire"
_Remarks = Iterator[tuple[int, ProblemKind, str]]


def remarks(fiche: Fiche, cut: SheetParts, path: str) -> list[Problem]:
    """Return what has to be said about a fiche that was read, none of it lost."""
    said = (_missing, _unknown_labels, _margin_headings, _moved_parts, _reversed_ranges)
    return [
        problem(path, line, kind, f"{fiche.id} : {reason}")
        for each in said
        for line, kind, reason in each(fiche, cut)
    ]


def _missing(fiche: Fiche, cut: SheetParts) -> _Remarks:
    head = cut.parts[Head.ID].opened_by.number
    pair = fiche.appellations
    for name, value in (
        ("forme féminine", pair and pair.feminin),
        ("forme masculine", pair and pair.masculin),
        ("niveau d'accès minimum", fiche.niveau),
    ):
        if not value:
            yield head, ProblemKind.CHAMP_MANQUANT, f"sans {name}"
    if not fiche.codes_rome:
        yield head, ProblemKind.SANS_CODE_ROME, "sans code ROME"


def _unknown_labels(fiche: Fiche, cut: SheetParts) -> _Remarks:
    lists = (
        ("niveau", Rubrique.NIVEAU_ACCES, (fiche.niveau,) if fiche.niveau else ()),
        ("statut", Rubrique.STATUTS, fiche.statuts or ()),
        ("interet", Rubrique.CENTRES_INTERET, fiche.interets or ()),
    )
    for scheme, rubrique, values in lists:
        for libelle in (value.libelle for value in values):
            if not nomenclatures().knows(scheme, libelle):
                line = _line_of(cut, rubrique, libelle)
                yield line, ProblemKind.LIBELLE_INCONNU, f"{scheme} inconnu « {excerpt(libelle)} »"


def _margin_headings(_: Fiche, cut: SheetParts) -> _Remarks:
    for rubrique in PROSE_LABELS:
        part = cut.parts.get(rubrique)
        for line in margin_headings(part.lines if part else ()):
            if not (part and line is part.lines[0] and line.text.rstrip() == _SALAIRE):
                reason = f"titre « {excerpt(line.text)} » en colonne 0"
                yield line.number, ProblemKind.TITRE_INATTENDU, reason


def _moved_parts(_: Fiche, cut: SheetParts) -> _Remarks:
    for line, reason in cut.moved_parts():
        yield line.number, ProblemKind.PARTIE_DEPLACEE, reason


def _reversed_ranges(fiche: Fiche, cut: SheetParts) -> _Remarks:
    for salaire in salaires(fiche):
        if salaire.inverse:
            line = _line_of(cut, Rubrique.VIE_PROFESSIONNELLE, salaire.texte)
            yield (
                line,
                ProblemKind.FOURCHETTE_INVERSEE,
                f"fourchette inversée « {excerpt(salaire.texte)} »",
            )


def _line_of(cut: SheetParts, rubrique: Rubrique, text: str) -> int:
    """Return the number of the first line of a part that holds a text, else of its label."""
    part = cut.parts[rubrique]
    return next((line.number for line in part.lines if text in line.text), part.opened_by.number)
