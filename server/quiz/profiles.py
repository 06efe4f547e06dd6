"""Profiles of the métiers: their interests, and the RIASEC of the ROME 4.0 codes behind them.

No source joins a métier to the ROME 4.0: its codes of the V3 do, by the appellations that the V4
has taken over. That was reckoned when the release was built.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from queries import find
from server.engine import Engine
from server.explore.facet_data import FacetData, FacetedMetier, read_facet_data
from server.explore.facet_values import bit_positions
from server.iris import tail
from server.quiz.ranking import CodeLetters, QuizProfile
from server.releases.cached import CachedByRelease

__all__ = ["QuizData", "read_quiz_data"]


_LEAST: Final = 0.25
"""The part of a métier's appellations that a code must have taken over to speak for it, unless none
has taken over more: many codes have but one in a hundred."""


@dataclass(frozen=True)
class QuizData:
    """The profiles in the order of the alphabet, and the editions that state the RIASEC."""

    profiles: Sequence[QuizProfile]
    editions: Sequence[str]

    @property
    def with_letters(self) -> int:
        """How many métiers have a code with letters."""
        return sum(1 for profile in self.profiles if profile.codes)


def _read(engine: Engine) -> QuizData:
    facts = read_facet_data(engine)
    interests, codes = _interests(facts), _codes(engine)
    profiles = [
        QuizProfile(place, frozenset(interests[place]), codes.get(metier.iri, ()))
        for place, metier in enumerate(facts.items)
    ]
    editions = sorted(row.iri("edition") for row in engine.select(find("quiz/editions")))
    return QuizData(profiles, [tail(edition) for edition in editions])


def _interests(facts: FacetData[FacetedMetier]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    if facet := facts.facets.get("interet"):
        for slug, value in facet.slugs.items():
            for place in bit_positions(value.bits):
                found[place].add(slug)
    return found


def _codes(engine: Engine) -> dict[str, Sequence[CodeLetters]]:
    found: dict[str, list[CodeLetters]] = defaultdict(list)
    for row in engine.select(find("quiz/profils")):
        code = CodeLetters(
            row.iri("code"), row.text("majeur"), row.text("mineur"), row.count("communes")
        )
        found[row.iri("metier")].append(code)
    return {metier: _weighty(codes) for metier, codes in found.items()}


def _weighty(codes: Sequence[CodeLetters]) -> Sequence[CodeLetters]:
    """Return the codes that took over a part of the appellations that is not small."""
    total, most = sum(code.shared for code in codes), max(code.shared for code in codes)
    return [code for code in codes if code.shared >= min(most, total * _LEAST)]


read_quiz_data: Final = CachedByRelease(_read)
