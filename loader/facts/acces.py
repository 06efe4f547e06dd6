"""Ways into a métier: the headings of « Accès au métier » that name a level."""

import re

from loader.facts.niveaux import LEVEL, niveaux_cites
from loader.records import Passage, VoieAcces

_NIVEAU = (
    rf"niveaux?\s+{LEVEL}(?:\s*(?:,|/|et|ou)\s*{LEVEL})*"
    r"(?:\s+et\s*(?:plus|\+)|\s+(?:au\s+)?minimum)?\s*"
)
_NIVEAU_HEADING = re.compile(rf"{_NIVEAU}:?", re.IGNORECASE)
_MARKED_HEADING = re.compile(rf"({_NIVEAU})(?::.*)?", re.IGNORECASE | re.DOTALL)
_DEPART = re.compile(
    rf"après\s+(?:(?:le|la|un)\s+)?(?P<niveau>{LEVEL})(?:\s+en\s+\d+\s+ans?)?", re.IGNORECASE
)


def is_niveau_heading(paragraph: str) -> bool:
    """Tell whether a line without mark heads what follows: it names levels and nothing else.

    « Niveau bac + 5 et plus » and « Après la 3e » do; « Niveau CAP complété par une formation »
    is a sentence.
    """
    return _NIVEAU_HEADING.fullmatch(paragraph) is not None or depart_of(paragraph) is not None


def depart_of(heading: str) -> str | None:
    """Return the slug of the level after which « Après la 3e » starts, if the heading says one."""
    found = _DEPART.fullmatch(heading)
    return niveaux_cites(found["niveau"])[0] if found else None


def voie_acces(passage: Passage) -> VoieAcces | None:
    """Return the way into the métier that the heading of a passage of « Accès » names, if any."""
    if not passage.titre:
        return None
    named = _MARKED_HEADING.fullmatch(passage.titre)
    if named:
        return VoieAcces(niveaux_cites(named[1]), None)
    depart = depart_of(passage.titre)
    return VoieAcces((), depart) if depart else None
