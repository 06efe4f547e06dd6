"""Dares's occupational families FAP-2009, as SAS formats: their labels, and the way from ROME V3.

Two files: `value $FAP9_nL` gives labels level by level, `value $FAP9RSQ` the family of a ROME code
whatever the qualification, `value $FAP9RAQ` that of a code followed by a digit of qualification.
What « Other » answers for any code that a format does not list is no family: it is remarked.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from loader.corpus.problems import Problem, ProblemKind, problem
from loader.records.fap import Echelon, Famille, PassageRome, TableFap
from loader.sources.documents import Document

LABEL: Final = "familles professionnelles FAP-2009"
SOURCE: Final = "fap-2009"

_HEAD = re.compile(r"^[ \t]*value[ \t]+\$FAP9", re.MULTILINE)
_VALUE = re.compile(r"value\s+\$(\w+)", re.IGNORECASE)
_ENTRY = re.compile(r'("[^"]*"(?:\s*,\s*"[^"]*")*)\s*=\s*"([^"]*)"\s*(;?)')
_OTHER = re.compile(r'Other\s*=\s*"[^"]*"\s*;?', re.IGNORECASE)
_MACHINERY = re.compile(r"|/\*.*\*/|\*.*;|proc\s+format\s*;|run\s*;", re.IGNORECASE)
_KEY = re.compile(r'"([^"]*)"')
_KEYS_TO_FAP: Final = {
    "FAP9RSQ": re.compile(r"([A-N]\d{4})()", re.ASCII),
    "FAP9RAQ": re.compile(r"([A-N]\d{4})(\d)", re.ASCII),
}
_FAP = re.compile(r"[A-Z]\d[A-Z]\d\d", re.ASCII)
_LABELS: Final[Mapping[str, tuple[Echelon, re.Pattern[str]]]] = {
    "FAP9_0L": (Echelon.ENSEMBLE, re.compile(r"[A-Z]_Z")),
    "FAP9_GL": (Echelon.GRAND_GROUPE, re.compile(r"[A-Z]{3}")),
    "FAP9_1L": (Echelon.DOMAINE, re.compile(r"[A-Z]")),
    "FAP9_3L": (Echelon.AGREGEE, re.compile(r"[A-Z]\d[A-Z]", re.ASCII)),
    "FAP9_5L": (Echelon.DETAILLEE, _FAP),
}
_DOMAINES = re.compile(r"(.+?),\s+Domaines?\s+([A-Z](?:-[A-Z]| et [A-Z])*)\s+FAP2009")


@dataclass(slots=True)
class _FapReading:
    """What was read so far of one file."""

    path: str
    problems: list[Problem] = field(default_factory=list)
    familles: dict[str, tuple[str, Echelon]] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)
    passages: dict[tuple[str, str, bool], list[str]] = field(default_factory=dict)

    def lose(self, number: int, reason: str, lost: str) -> None:
        self.problems.append(problem(self.path, number, ProblemKind.LIGNE_SANS_PLACE, reason, lost))

    def remark(self, number: int, reason: str, lost: str = "") -> None:
        self.problems.append(problem(self.path, number, ProblemKind.FORME, reason, lost))


def recognises(head: str) -> bool:
    """Tell whether a file starts to define a SAS format of the FAP."""
    return _HEAD.search(head) is not None


def read(document: Document) -> tuple[TableFap, list[Problem]]:
    """Read the formats line by line; what cannot be read is a problem, the rest stands.

    The text is UTF-8 where it decodes as such, else windows-1252, as published.
    """
    reading = _FapReading(document.path)
    name = ""
    for number, line in enumerate(document.readable_text().split("\n"), 1):
        line = line.strip()
        if value := _VALUE.fullmatch(line):
            name = value[1].upper()
        elif entry := _ENTRY.fullmatch(line):
            for key in _KEY.findall(entry[1]):
                lost = f'"{key}" = "{entry[2]}"'
                if reason := _entry(reading, name, key, entry[2]):
                    reading.lose(number, reason, lost)
            name = "" if entry[3] else name
        elif _OTHER.fullmatch(line):
            reading.remark(number, "« Other » n'est pas une famille professionnelle", line)
            name = ""
        elif not _MACHINERY.fullmatch(line):
            reading.lose(number, "ni commentaire ni ligne d'un format SAS", line)
    familles = tuple(_familles(reading))
    passages = tuple(
        PassageRome(fap, rome, tuple(digits)) for (fap, rome, _), digits in reading.passages.items()
    )
    if not familles and not passages:
        reason = "aucune famille professionnelle"
        reading.problems.append(problem(document.path, 0, ProblemKind.CHAMP_MANQUANT, reason))
    return TableFap(familles, passages), reading.problems


def _entry(reading: _FapReading, name: str, key: str, value: str) -> str:
    """Keep what a format answers for a key, or return the reason why it has no place."""
    if "\N{REPLACEMENT CHARACTER}" in value:
        return "des octets qui ne sont ni de l'UTF-8 ni du windows-1252"
    if name in _LABELS:
        return _label(reading, *_LABELS[name], key, value)
    if name in _KEYS_TO_FAP:
        return _passage(reading, _KEYS_TO_FAP[name], key, value)
    return f"dans aucun format connu de la FAP (« {name[:40]} »)"


def _label(
    reading: _FapReading, echelon: Echelon, pattern: re.Pattern[str], code: str, value: str
) -> str:
    libelle = value.removeprefix(f"{code} : ").strip()
    if not pattern.fullmatch(code) or not libelle:
        return f"« {code[:40]} » n'est pas un code de {echelon}, ou n'a pas de libellé"
    if code in reading.familles:
        return f"le code {code} est déjà donné"
    if echelon is Echelon.GRAND_GROUPE and (stated := _DOMAINES.fullmatch(libelle)):
        libelle = stated[1]
        reading.groups |= dict.fromkeys(_letters(stated[2]), code)
    reading.familles[code] = libelle, echelon
    return ""


def _letters(spans: str) -> Iterator[str]:
    """Yield the letters of « J-N et P-X »."""
    for span in spans.split(" et "):
        yield from map(chr, range(ord(span[0]), ord(span[-1]) + 1))


def _passage(reading: _FapReading, pattern: re.Pattern[str], key: str, fap: str) -> str:
    parts = pattern.fullmatch(key)
    if parts is None or not _FAP.fullmatch(fap):
        return "ce n'est pas le passage d'un code ROME V3 à une famille détaillée"
    if key in reading.keys:
        return f"« {key} » est déjà donné"
    reading.keys.add(key)
    reading.passages.setdefault((fap, parts[1], bool(parts[2])), []).extend(parts[2])
    return ""


def _familles(reading: _FapReading) -> Iterator[Famille]:
    """Yield each family below the one that its code, or its group's label, tells."""
    whole = next(
        (code for code, (_, each) in reading.familles.items() if each is Echelon.ENSEMBLE), ""
    )
    for code, (libelle, echelon) in reading.familles.items():
        above = {
            Echelon.ENSEMBLE: "",
            Echelon.GRAND_GROUPE: whole,
            Echelon.DOMAINE: reading.groups.get(code, ""),
            Echelon.AGREGEE: code[:1],
            Echelon.DETAILLEE: code[:3],
        }[echelon]
        if above not in reading.familles and echelon is not Echelon.ENSEMBLE:
            reading.remark(0, f"{code} : le fichier n'a pas l'échelon au-dessus (« {above} »)")
        yield Famille(code, libelle, echelon, above if above in reading.familles else None)
