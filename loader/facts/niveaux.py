"""Levels that a few words name: « bac + 4/5 », « CAP, bac pro », « la 3e »."""

import re
from typing import Final

BAC_PLUS: Final = r"bac(?:calauréat)?\s*\+\s*[1-9]\d?(?:\s*/\s*\d{1,2}|\s+(?:et|ou|à)\s+\d{1,2})?"
LEVEL: Final = (
    rf"(?:{BAC_PLUS}|bac(?:calauréat)?(?:\s+pro(?:fessionnel)?)?"
    r"|CAP(?:\s*-\s*BEP)?|3\s?e|(?:diplôme\s+national\s+du\s+)?brevet)"
)
"""Pattern of one level, to be matched with `re.IGNORECASE`."""

_LEVEL = re.compile(rf"\b{LEVEL}(?!\w)", re.IGNORECASE)
_HIGHEST = 8


def niveaux_cites(text: str) -> tuple[str, ...]:
    """Return the slugs of the levels that a heading names, in its order, each once.

    « bac + 4/5 » names two; above eight years, `bac-9-et-plus`; « bac pro » is `bac-ou-equivalent`.
    """
    found: list[str] = []
    for mention in _LEVEL.findall(text):
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
