"""Remarks on a sheet that was read: what should be looked at, with its line."""

import re
from collections.abc import Iterator

from loader.corpus.problems import Problem, ProblemKind, excerpt, problem
from loader.facts.salaires import salaires
from loader.model.nomenclatures import nomenclatures
from loader.records import Fiche, Rubrique
from loader.sources.fiche_markdown.frame import PROSE_LABELS, Head
from loader.sources.fiche_markdown.parts import SheetParts

_HEADING = re.compile(r"#{2,3}\s")
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
        for rank, line in enumerate(part.lines if part else ()):
            usual = rank == 0 and (line.text.startswith("### ") or line.text.rstrip() == _SALAIRE)
            if line.at_margin and not usual and _HEADING.match(line.text):
                yield (
                    line.number,
                    ProblemKind.TITRE_INATTENDU,
                    f"titre « {excerpt(line.text)} » en colonne 0",
                )


def _moved_parts(_: Fiche, cut: SheetParts) -> _Remarks:
    for part in cut.moved:
        reason = f"la partie « {part.part} » n'est pas à sa place habituelle"
        yield part.opened_by.number, ProblemKind.PARTIE_DEPLACEE, reason


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
