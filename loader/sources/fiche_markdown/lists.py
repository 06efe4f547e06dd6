"""Lists of a fiche métier in markdown: gendered pairs, codes, labels, formations with their id."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from loader.records import Appellation, FormationCitee, Paire, Valeur
from loader.sources.fiche_markdown.frame import FEMININ_LABEL, MASCULIN_LABEL
from loader.sources.markdown_sheet.frame import value_after
from loader.sources.markdown_sheet.lines import Line, NoPlaceError, Stray
from ontology.folding import slug

_FORMATION_ID = re.compile(r"FOR\.[1-9]\d{0,8}", re.ASCII)
_CODE_ROME = re.compile(r"[A-N]\d{2}(?:\d{2})?", re.ASCII)
_HEADING = re.compile(r"###\s+(\S.*)", re.DOTALL)


def read_pair(lines: Iterable[Line], strays: list[Stray]) -> Paire:
    """Return the gendered pair that the bullets of « Appellations » give."""
    pair = Paire()
    for line in lines:
        completed = _with_gender(pair, line)
        if completed is None:
            strays.append((line, "on attend « - Féminin: » ou « - Masculin: », chacun une fois"))
        else:
            pair = completed
    return pair


def read_autres(lines: Iterable[Line], strays: list[Stray]) -> tuple[Appellation, ...]:
    """Return the other appellations: `### title`, then its gendered pair."""
    found: list[Appellation] = []
    open_ = False
    for line in lines:
        heading = _HEADING.fullmatch(line.text.strip())
        if heading:
            open_ = bool(slug(heading[1]))
        if heading and open_:
            found.append(Appellation(heading[1]))
            continue
        completed = _with_gender(found[-1].paire, line) if open_ else None
        if completed is None:
            strays.append((line, "on attend « ### titre », « - Féminin: » ou « - Masculin: »"))
        else:
            found[-1] = replace(found[-1], paire=completed)
    return tuple(found)


def _with_gender(pair: Paire, line: Line) -> Paire | None:
    text = line.text.strip()
    feminin, masculin = value_after(FEMININ_LABEL, text), value_after(MASCULIN_LABEL, text)
    if feminin and pair.feminin is None:
        return replace(pair, feminin=feminin)
    if masculin and pair.masculin is None:
        return replace(pair, masculin=masculin)
    return None


def code_rome(text: str) -> str:
    """Return a ROME V3 code, of a fiche (`M1605`) or of a domain (`K15`)."""
    if not _CODE_ROME.fullmatch(text):
        raise NoPlaceError("ce n'est pas un code ROME")
    return text


def label_reader() -> Callable[[str], Valeur]:
    """Return a reader of labels that refuses two spellings of one label: they share an IRI."""
    spellings: dict[str, str] = {}

    def read(text: str) -> Valeur:
        key = slug(text)
        if not key:
            raise NoPlaceError("ni lettre ni chiffre dans ce libellé")
        if spellings.setdefault(key, text) != text:
            raise NoPlaceError("déjà cité dans cette liste sous une autre graphie")
        return Valeur(text)

    return read


def formation_reader() -> Callable[[str], FormationCitee]:
    """Return a reader of `label (ID: FOR.n)` that refuses a second label for one id."""
    labels: dict[str, str] = {}

    def read(text: str) -> FormationCitee:
        written, _, tail = text.rpartition("(ID: ")
        id_, libelle = tail.removesuffix(")"), written.rstrip()
        if not libelle or libelle == written or f"{id_})" != tail:
            raise NoPlaceError("une formation finit par « (ID: FOR.n) »")
        if not _FORMATION_ID.fullmatch(id_):
            raise NoPlaceError("une formation finit par « (ID: FOR.n) »")
        if labels.setdefault(id_, libelle) != libelle:
            raise NoPlaceError(f"{id_} est déjà cité sous un autre libellé")
        return FormationCitee(id_, libelle)

    return read
