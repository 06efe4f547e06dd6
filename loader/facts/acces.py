"""Levels and ways into a métier, extracted from the headings of « Accès au métier »."""

import re
from typing import Final

from loader.facts.durees import Duree, durees_ecrites
from loader.records import Passage, VoieAcces

_BAC_PLUS: Final = r"bac(?:calauréat)?\s*\+\s*[1-9]\d?(?:\s*/\s*\d{1,2}|\s+(?:et|ou|à)\s+\d{1,2})?"
_LEVEL: Final = (
    rf"(?:{_BAC_PLUS}|bac(?:calauréat)?(?:\s+pro(?:fessionnel)?)?"
    r"|CAP(?:\s*-\s*BEP)?|3\s?e|(?:diplôme\s+national\s+du\s+)?brevet)"
)
"""Pattern of one level, to be matched with `re.IGNORECASE`."""

_LEVEL_MENTION = re.compile(rf"\b{_LEVEL}(?!\w)", re.IGNORECASE)
_HIGHEST = 8

_NIVEAU = (
    rf"((?:niveaux?\s+{_LEVEL}|{_BAC_PLUS})(?:\s*(?:,|/|et|ou)\s*{_LEVEL})*)"
    r"(?:\s+et\s*(?:plus|\+)|\s+(?:au\s+)?minimum)?(?:\s*\([^()]*\))?\s*"
)
_NIVEAU_HEADING = re.compile(rf"{_NIVEAU}:?", re.IGNORECASE)
_MARKED_HEADING = re.compile(rf"{_NIVEAU}(?::.*)?", re.IGNORECASE | re.DOTALL)
_DEPART = re.compile(
    rf"après\s+(?:(?:le|la|un)\s+)?(?P<niveau>{_LEVEL})(?:\s+en\s+(?P<duree>\d+\s+ans?))?",
    re.IGNORECASE,
)


def niveaux_cites(text: str) -> tuple[str, ...]:
    """Return the slugs of the levels that a heading names, in its order, each once.

    « bac + 4/5 » names two; above eight years, `bac-9-et-plus`; « bac pro » is `bac-ou-equivalent`.
    """
    found: list[str] = []
    for mention in _LEVEL_MENTION.findall(text):
        found += _slugs(mention.lower())
    return tuple(dict.fromkeys(found))


def _slugs(mention: str) -> list[str]:
    if "+" in mention:
        years = [int(number) for number in re.findall(r"\d+", mention)]
        return [f"bac-{n}" if n <= _HIGHEST else "bac-9-et-plus" for n in years]
    if mention.startswith("bac"):
        return ["bac-ou-equivalent"]
    if mention.startswith("cap"):
        return ["cap-ou-equivalent"]
    return ["3e"] if mention.startswith("3") else ["diplome-national-du-brevet"]


def is_niveau_heading(paragraph: str) -> bool:
    """Tell whether a line without mark heads what follows: it names levels and nothing else.

    « Niveau bac + 5 et plus », « Bac + 5 (ou équivalent) » and « Après la 3e » do; « Niveau CAP
    complété par une formation » is a sentence, « CAP » alone a diploma.
    """
    return _NIVEAU_HEADING.fullmatch(paragraph) is not None or depart_of(paragraph) is not None


def depart_of(heading: str) -> str | None:
    """Return the slug of the level after which « Après la 3e » starts, if the heading says one."""
    found = _DEPART.fullmatch(heading)
    return niveaux_cites(found["niveau"])[0] if found else None


def duree_of(heading: str) -> Duree | None:
    """Return the years that « Après le bac en 5 ans » states, if the heading states some."""
    found = _DEPART.fullmatch(heading)
    written = durees_ecrites(found["duree"] or "") if found else ()
    return next((duree for _, _, duree in written), None)


def voie_acces(passage: Passage) -> VoieAcces | None:
    """Return the way into the métier that the heading of a passage of « Accès » names, if any."""
    if not passage.titre:
        return None
    named = _MARKED_HEADING.fullmatch(passage.titre)
    if named:
        return VoieAcces(niveaux_cites(named[1]), None)
    depart = depart_of(passage.titre)
    return VoieAcces((), depart) if depart else None
