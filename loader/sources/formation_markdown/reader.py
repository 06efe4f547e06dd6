"""Reader of the sheets on formations: from the text of one sheet to a record and its problems."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeVar

from loader.corpus.problems import Problem, ProblemKind, excerpt, problem
from loader.facts.formations import is_certification_level
from loader.model.nomenclatures import nomenclatures
from loader.records import Rubrique
from loader.records.formations import NIVEAU_NON_RENSEIGNE, Champ, FicheFormation
from loader.records.ideo_metiers import SousDomaine
from loader.sources.formation_markdown.layout import NSF_SEPARATOR, CartoucheLabels, Layout, link
from loader.sources.markdown_sheet.bullets import read_bullets
from loader.sources.markdown_sheet.frame import Head
from loader.sources.markdown_sheet.lines import NoPlaceError, lines_of, rejected, stray_problems
from loader.sources.markdown_sheet.parts import SheetParts, cut_sheet
from loader.sources.markdown_sheet.prose import margin_headings, read_section
from ontology.folding import slug

T = TypeVar("T")

_NSF = re.compile(r"\d{3}|[A-Z]", re.ASCII)
_Values = dict[Champ | Rubrique, str]


def read_sheet(
    text: str, name: str, layout: Layout, path: str
) -> tuple[FicheFormation | None, list[Problem]]:
    """Read one sheet, of a file of that name; no text makes it raise.

    Every word of `text` stands in the record, is a label of the layout that the record implies, or
    is the `lost` text of a problem. Without a title or an id there is no record: the whole sheet
    is then lost, in one problem.
    """
    lines = lines_of(text)
    cut = cut_sheet(lines, layout.frame)
    values: _Values = {}
    for cartouche in layout.cartouches:
        values |= _read_cartouche(cut, cartouche)
    titre, id_ = cut.value(Head.TITRE), layout.id_of(name, values.get(Champ.PAGE, ""))
    if not titre or id_ is None:
        reason = f"fiche sans identifiant : {layout.id_place}" if titre else "fiche sans titre"
        return None, [rejected(lines, reason, path)]
    cut.refuse_lines(Head.TITRE)
    codes = values.get(Rubrique.SPECIALITES)
    fiche = FicheFormation(
        id=id_,
        titre=titre,
        champs={champ: values[champ] for champ in Champ if champ in values},
        specialites=tuple(codes.split(NSF_SEPARATOR)) if codes else None,
        sections=tuple(
            read_section(each, cut.parts[each].lines) for each in layout.prose if each in cut.parts
        ),
        metiers=_bullets(cut, Rubrique.METIERS_ASSOCIES, str),
        domaines=_bullets(cut, Rubrique.DOMAINES, _domaine_reader()),
    )
    strays = stray_problems(id_, cut.strays, path)
    return fiche, [*strays, *_remarks(fiche, cut, layout, path)]


def _read_cartouche(cut: SheetParts, labels: CartoucheLabels) -> _Values:
    """Return the values below a heading; a value without it is a stray, and it without a value."""
    found: _Values = {}
    heading = cut.parts.get(labels.part)
    for part in (label.part for label in labels.valued):
        written = cut.parts.get(part)
        if written is None:
            continue
        cut.refuse_lines(part)
        try:
            if heading is None:
                raise NoPlaceError(f"sans « {labels.heading} »")
            found[part] = _value(part, written.value)
        except NoPlaceError as error:
            cut.strays.append((written.opened_by, str(error)))
    if heading is not None:
        cut.refuse_lines(labels.part)
        if not found:
            cut.strays.append((heading.opened_by, "rien n'est lu dans cette partie"))
    return found


def _value(part: Champ | Rubrique, written: str) -> str:
    if part in (Champ.LIEN, Champ.PAGE):
        return _address(written)
    if part is Rubrique.SPECIALITES:
        if not all(map(_NSF.fullmatch, written.split(NSF_SEPARATOR))):
            raise NoPlaceError("on attend des codes de la NSF, séparés par « | »")
    elif not slug(written):
        raise NoPlaceError("sans valeur")
    return written


def _address(written: str) -> str:
    """Return the address of a link whose text is its address."""
    address = written[1 : len(written) // 2 - 1]
    if not address or written != link(address):
        raise NoPlaceError("on attend un lien dont le texte est l'adresse")
    return address


def _bullets(cut: SheetParts, rubrique: Rubrique, read: Callable[[str], T]) -> tuple[T, ...] | None:
    part = cut.parts.get(rubrique)
    return None if part is None else read_bullets(part.lines, read, cut.strays)


def _domaine_reader() -> Callable[[str], SousDomaine]:
    """Return a reader of « domaine/sous-domaine » that refuses two spellings of one label."""
    spellings: dict[str, str] = {}

    def read(text: str) -> SousDomaine:
        domaine, slash, libelle = text.partition("/")
        if not slash or libelle != libelle.strip() or domaine != domaine.strip():
            raise NoPlaceError("on attend « domaine/sous-domaine »")
        keys = {slug(each): each for each in (domaine, libelle)}
        if "" in keys or len(keys) == 1:
            raise NoPlaceError("on attend « domaine/sous-domaine »")
        if any(spellings.setdefault(key, each) != each for key, each in keys.items()):
            raise NoPlaceError("déjà cité dans cette liste sous une autre graphie")
        return SousDomaine(libelle, domaine)

    return read


def _remarks(
    fiche: FicheFormation, cut: SheetParts, layout: Layout, path: str
) -> Iterator[Problem]:
    """Yield what has to be said about a sheet that was read, none of it lost."""
    for rubrique in layout.prose:
        part = cut.parts.get(rubrique)
        for line in margin_headings(part.lines if part else ()):
            reason = f"{fiche.id} : titre « {excerpt(line.text)} » en colonne 0"
            yield problem(path, line.number, ProblemKind.TITRE_INATTENDU, reason)
    for line, reason in cut.moved_parts():
        yield problem(path, line.number, ProblemKind.PARTIE_DEPLACEE, f"{fiche.id} : {reason}")
    for champ, is_known in _LEVELS.items():
        if (niveau := fiche.champs.get(champ)) and not is_known(niveau):
            line = cut.parts[champ].opened_by
            reason = f"{fiche.id} : {champ} inconnu « {excerpt(niveau)} »"
            yield problem(path, line.number, ProblemKind.LIBELLE_INCONNU, reason)


def _is_level(written: str) -> bool:
    return written == NIVEAU_NON_RENSEIGNE or nomenclatures().knows("niveau", written)


_LEVELS: Final[Mapping[Champ, Callable[[str], bool]]] = {
    Champ.NIVEAU_SORTIE: _is_level,
    Champ.NIVEAU_CERTIFICATION: is_certification_level,
}
