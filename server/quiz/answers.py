"""Answers to the quiz: read from the parameters of an address, which is all that holds them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from server.quiz.screens import INTEREST, LETTER, QuizOption, QuizScreen

__all__ = ["METIERS", "QUIZ", "SCREEN", "QuizAnswers", "read_answers"]

QUIZ: Final = "/quiz"
METIERS: Final = "/quiz/metiers"
SCREEN: Final = "e"
"""The parameter that says which screen to show."""


@dataclass(frozen=True)
class QuizAnswers:
    """The options that were ticked, by screen, in the order of the screens.

    Whatever the order of an address, the same answers have one.
    """

    chosen: Sequence[tuple[QuizScreen, Sequence[QuizOption]]]

    @property
    def interests(self) -> frozenset[str]:
        """The slugs of the interests that were ticked."""
        return self._of(INTEREST)

    @property
    def letters(self) -> frozenset[str]:
        """The RIASEC letters that were ticked."""
        return self._of(LETTER)

    def pairs(self, but: int = 0) -> list[tuple[str, str]]:
        """Return the parameters of the address, those of one screen left out."""
        return [
            (screen.name, option.value)
            for screen, options in self.chosen
            if screen.number != but
            for option in options
        ]

    def screen_address(self, number: int) -> str:
        """Return the address of a screen, with all answers."""
        return f"{QUIZ}?{urlencode([*self.pairs(), (SCREEN, str(number))])}"

    @property
    def result_address(self) -> str:
        """The address of the métiers."""
        return f"{METIERS}?{urlencode(self.pairs())}"

    def ticked(self, screen: QuizScreen) -> Sequence[QuizOption]:
        """Return what was ticked on a screen."""
        return next((options for each, options in self.chosen if each is screen), ())

    def _of(self, name: str) -> frozenset[str]:
        return frozenset(value for of, value in self.pairs() if of == name)


def read_answers(screens: Sequence[QuizScreen], args: MultiDict[str, str]) -> QuizAnswers:
    """Read the answers; what is no option of a screen is let pass."""
    given = {name: frozenset(args.getlist(name)) for name in (INTEREST, LETTER)}
    chosen = [
        (screen, [option for option in screen.options if option.value in given[screen.name]])
        for screen in screens
    ]
    return QuizAnswers([(screen, options) for screen, options in chosen if options])
