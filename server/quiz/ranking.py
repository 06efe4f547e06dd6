"""Ranking of the métiers by some answers: who shares more interests never comes after.

Among those that share as many, the RIASEC decides, by the code of the ROME 4.0 behind the métier
that goes best with the letters; then the alphabet.
"""

from collections.abc import Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

__all__ = ["CodeLetters", "QuizMatch", "QuizProfile", "rank_metiers"]


@dataclass(frozen=True)
class CodeLetters:
    """A code of the ROME 4.0 behind a métier, by `shared` appellations, and its two letters.

    `minor` may be empty.
    """

    iri: str
    major: str
    minor: str
    shared: int

    def common(self, letters: Collection[str]) -> frozenset[str]:
        """Return which of some letters it has."""
        return frozenset(letter for letter in (self.major, self.minor) if letter in letters)

    def fitness(self, letters: Collection[str]) -> tuple[int, bool]:
        """Return how many of some letters it has, and whether its major one is of them."""
        return len(self.common(letters)), self.major in letters


@dataclass(frozen=True)
class QuizProfile:
    """What a métier is ranked by; `place` is its place in the alphabet."""

    place: int
    interests: frozenset[str]
    codes: Sequence[CodeLetters] = ()


@dataclass(frozen=True)
class QuizMatch:
    """A métier that has something of the answers, and why: interests, and the code with letters.

    `code` is None where it has none of the letters.
    """

    place: int
    interests: frozenset[str]
    code: CodeLetters | None
    letters: frozenset[str]


def rank_metiers(
    profiles: Iterable[QuizProfile], interests: AbstractSet[str], letters: AbstractSet[str]
) -> list[QuizMatch]:
    """Return the métiers that have one of the answers at least, the best first."""
    found = [
        (*_rank(match, letters), match)
        for profile in profiles
        if (match := _match(profile, interests, letters)).interests or match.letters
    ]
    return [match for *_, match in sorted(found, key=lambda each: each[:-1])]


def _rank(match: QuizMatch, letters: AbstractSet[str]) -> tuple[int, int, bool, int]:
    count, has_major = match.code.fitness(letters) if match.code else (0, False)
    return -len(match.interests), -count, not has_major, match.place


def _match(
    profile: QuizProfile, interests: AbstractSet[str], letters: AbstractSet[str]
) -> QuizMatch:
    best = max(
        (code for code in profile.codes if code.common(letters)),
        key=lambda code: (*code.fitness(letters), code.shared, code.iri),
        default=None,
    )
    common = best.common(letters) if best else frozenset[str]()
    return QuizMatch(profile.place, profile.interests & interests, best, common)
