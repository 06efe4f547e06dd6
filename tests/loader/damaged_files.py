"""Damaged files, forty and more, made by rule from good ones, and what is to be said of each."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tests.loader.sheets import FULL
from tests.loader.sources.onisep_exports import IDEO, as_csv

_ROWS: Final = range(101, 141)
_ESCO: Final = "http://data.europa.eu/esco/occupation/00000000-0000-4000-8000-000000000"
_CODES = '"code_rome","libelle_rome","code_ogr","transition_num","code_rome_parent"\n' + "".join(
    f'"A1{n}","Étireur / Étireuse de nuées {n}","1{n}","{"ON"[n % 2]}","A1{n}"\n' for n in _ROWS
)
_APPELLATIONS = (
    '"code_ogr","libelle_appellation_long","code_rome","peu_usite","code_rome_parent"\n'
    + "".join(f'"12{n}","Cardeur légèreté {n}","A1{n}","{"ON"[n % 2]}","A1{n}"\n' for n in _ROWS)
)
_TREE = "code\tlibelle\tparent\nA\tMétiers de l'été\t\nA10\tNuées\tA\n" + "".join(
    f"A10{n}\tNuées légères {n}\tA10\n" for n in range(10, 50)
)
_PROFESSIONS = "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,description\n" + "".join(
    f"Occupation,{_ESCO}{n},0{n},étireur de nuées {n}/étireuse de nuées {n},,Il étire l’été.\n"
    for n in _ROWS
)
_BRIDGE = (
    "Mapping project version,V1.4\nClassification 2 Name,ROME\nclassification 1 ID,classification 1"
    " prefered label,classification 2 ID,classification 2 prefered label,mapping relation\n"
    + "".join(
        f"{_ESCO}{n},étireur de nuées {n},1{n},Étireur de nuées {n},skos:exactMatch\n"
        for n in _ROWS
    )
)
_IDEO = IDEO.replace("grand air", "légèreté, rêverie, éclaircies, arènes")
GOOD: Final = {
    "codes.csv": _CODES,
    "appellations.csv": _APPELLATIONS,
    "tree.tsv": _TREE,
    "professions_fr.csv": _PROFESSIONS,
    "soldiers_fr.csv": re.sub(r",0\d{3},", ",0210,", _PROFESSIONS.replace("-8000-", "-9000-")),
    "bridge.csv": _BRIDGE,
    "sheet.md": FULL,
    "ideo.xml": _IDEO,
    "ideo.csv": as_csv(_IDEO.encode()),
}
"""A good file of each sort, in words of our own."""


@dataclass(frozen=True)
class Damaged:
    """A damaged file: its name and bytes, the words that tell it, and whether it is refused."""

    name: str
    data: bytes
    words: str
    refused: bool


def _twice(read_as: str) -> Callable[[str], bytes]:
    return lambda text: text.encode().decode(read_as).encode()


def _first(pattern: str, change: Callable[[str], str]) -> Callable[[str], bytes]:
    return lambda text: re.sub(pattern, lambda found: change(found[0]), text, count=1).encode()


def _every(pattern: str, change: str) -> Callable[[str], bytes]:
    return lambda text: re.sub(pattern, change, text, flags=re.ASCII).encode()


def _header(pattern: str, change: str) -> Callable[[str], bytes]:
    def marked(text: str) -> bytes:
        line, _, rows = text.partition("\n")
        return f"{re.sub(pattern, change, line)}\n{rows}".encode()

    return marked


_ACCENT = "[éèêàôîç]"
_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
_TABLES = "codes.csv appellations.csv professions_fr.csv bridge.csv"
_TEXTS = f"{_TABLES} tree.tsv sheet.md ideo.xml ideo.csv"
_BOMS = "\N{LATIN SMALL LETTER I WITH DIAERESIS}»¿"
_RULES: Final[tuple[tuple[str, str, Callable[[str], bytes], str, bool], ...]] = (
    ("twice", _TEXTS, _twice("latin-1"), "texte encodé deux fois", True),
    ("mac", "codes.csv sheet.md", _twice("mac_roman"), "texte encodé deux fois", True),
    ("dos", "appellations.csv", _twice("cp850"), "texte encodé deux fois", True),
    ("question", _TEXTS, lambda text: text.encode("ascii", "replace"), "lettres perdues", True),
    ("unknown", "codes.csv sheet.md ideo.xml",
     _every(r"[^\x00-\x7f]", "\N{REPLACEMENT CHARACTER}"),
     "lettres perdues", True),
    ("word", "codes.csv sheet.md",
     _first(_ACCENT, lambda letter: letter.encode().decode("latin-1")), "mot encodé deux fois",
     False),
    ("letter", "appellations.csv ideo.xml", _first("(?<=[a-z])[éèê](?=[a-z])", lambda _: "?"),
     "lettre perdue", False),
    ("semicolon", _TABLES, _every(",", ";"), "séparées par « ; », non par « , »", True),
    ("tab", "professions_fr.csv", _every(",", "\t"), "séparées par la tabulation", True),
    ("commas", "ideo.csv", _every(";", ","), "séparées par « , », non par « ; »", True),
    ("comma", "tree.tsv", _every("\t", ","), "séparées par « , », non par la tabulation", True),
    ("windows", "codes.csv tree.tsv professions_fr.csv bridge.csv ideo.csv",
     lambda text: text.removeprefix(_MARK).encode("windows-1252"), "enregistrer en UTF-8", True),
    ("excel", "appellations.csv", lambda text: text.replace(",", ";").encode("windows-1252"),
     "séparées par « ; »", True),
    ("decimal", "codes.csv appellations.csv", _every(r'"(1\d+)"', r'"\1.0"'), "récrites par", True),
    ("power", "appellations.csv", _every(r'"12(\d)(\d\d)"', r'"1,2\1E+04"'), "récrites par", True),
    ("isbn", "ideo.csv", _every(";978\\d+;", ";9,78E+12;"), "récrite par", False),
    ("flag", "codes.csv", lambda text: _every('"O"', '"VRAI"')(text), "récrites par", True),
    ("zero", "soldiers_fr.csv", _every(r",0(\d10),", r",\1,"), "zéro perdu", False),
    ("blanks", "codes.csv", _header(r'"(\w+)"', r'" \1 "'), "des marques ou des blancs", False),
    ("marks", "appellations.csv", _header('^"', f'"{_MARK}'), "des marques ou des blancs", True),
    ("bom", "professions_fr.csv codes.csv", lambda text: f"{_MARK}{_MARK}{text}".encode(),
     "des marques ou des blancs", True),
)  # fmt: skip
DAMAGED: Final = [
    Damaged(f"{name}-{of}", change(GOOD[of]), words, refused)
    for name, goods, change, words, refused in _RULES
    for of in goods.split()
]
"""The folder."""
