"""Screens of the quiz: the interests of the Onisep by theme, then the six types of the RIASEC.

An interest that a release has and no theme names comes on a screen of its own, the last of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from server.browse.rome import RIASEC
from server.http.language import gettext, lazy_gettext

__all__ = ["INTEREST", "LETTER", "QuizOption", "QuizScreen", "read_screens"]

INTEREST: Final = "i"
LETTER: Final = "r"
"""The parameters of an address that hold the answers."""

_THEMES: Final = (
    (
        lazy_gettext("Bouger, être dehors"),
        (
            "j-aime-bouger", "j-aimerais-travailler-dehors", "le-sport-est-ma-passion",
            "j-aime-les-sensations-fortes", "j-adore-conduire",
            "je-reve-de-travailler-a-l-etranger",
        ),
    ),
    (
        lazy_gettext("La nature, les sciences"),
        (
            "j-aime-la-nature", "je-veux-m-occuper-d-animaux", "je-veux-proteger-la-planete",
            "j-aime-bien-faire-des-experiences", "j-aime-jongler-avec-les-chiffres",
            "enqueter-analyser-l-information-je-veux-en-faire-mon-travail",
        ),
    ),
    (
        lazy_gettext("Les autres"),
        (
            "je-veux-etre-utile-aux-autres", "ma-vocation-est-de-soigner",
            "je-veux-m-occuper-d-enfants", "j-ai-le-sens-du-contact",
            "je-veux-faire-respecter-la-loi",
        ),
    ),
    (
        lazy_gettext("Fabriquer, la technique"),
        (
            "je-veux-travailler-de-mes-mains", "reparer-bricoler-j-adore-ca",
            "je-veux-travailler-dans-le-batiment",
            "je-me-passionne-pour-les-nouvelles-technologies", "je-suis-accro-au-numerique",
        ),
    ),
    (
        lazy_gettext("Créer, montrer"),
        (
            "j-ai-un-bon-coup-de-crayon", "je-reve-d-un-metier-artistique",
            "je-veux-travailler-dans-le-spectacle", "tv-cine-radios-ces-univers-me-fascinent",
            "la-mode-me-fait-rever",
        ),
    ),
    (
        lazy_gettext("Parler, vendre, mener"),
        (
            "j-aime-communiquer", "j-aime-les-langues", "je-veux-travailler-dans-le-commerce",
            "j-aime-organiser-gerer", "j-aime-etre-aux-commandes",
        ),
    ),
)  # fmt: skip
"""Themes of ours, with the slugs of interests: those never change."""

_WAYS: Final = {
    "R": lazy_gettext("manier des outils, des machines, voir ce que l'on a fait"),
    "I": lazy_gettext("comprendre, observer, chercher pourquoi"),
    "A": lazy_gettext("imaginer, créer, s'exprimer à sa façon"),
    "S": lazy_gettext("aider, soigner, expliquer, écouter"),
    "E": lazy_gettext("décider, convaincre, mener un projet"),
    "C": lazy_gettext("ranger, vérifier, suivre une règle claire"),
}
"""What the types of the RIASEC like, by their letters."""


@dataclass(frozen=True)
class QuizOption:
    """Something to tick: `value` is what the address says, `detail` what it means."""

    value: str
    label: str
    detail: str = ""


@dataclass(frozen=True)
class QuizScreen:
    """What is asked at once; `name` is the parameter of its answers, `number` counts from 1."""

    number: int
    name: str
    title: str
    options: Sequence[QuizOption]


def read_screens(interests: Mapping[str, str], has_letters: bool) -> list[QuizScreen]:
    """Return the screens for the interests of a release, by slug, and for the RIASEC if it has it.

    A theme of which the release has nothing is left out.
    """
    themes = [
        (str(title), [slug for slug in slugs if slug in interests]) for title, slugs in _THEMES
    ]
    placed = {slug for _, slugs in themes for slug in slugs}
    themes.append((gettext("Et aussi"), [slug for slug in interests if slug not in placed]))
    found = [
        (INTEREST, title, [QuizOption(slug, interests[slug]) for slug in slugs])
        for title, slugs in themes
        if slugs
    ]
    if has_letters:
        found.append((LETTER, gettext("Une façon de travailler"), _letter_options()))
    return [QuizScreen(number, *screen) for number, screen in enumerate(found, 1)]


def _letter_options() -> list[QuizOption]:
    return [
        QuizOption(letter, f"{letter}, {name}", str(_WAYS[letter]))
        for letter, name in RIASEC.items()
    ]
