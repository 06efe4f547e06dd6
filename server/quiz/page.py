"""Quiz pages: the screens, the métiers they lead to, and how these are ranked.

The answers are in the address, and nowhere else: what is answered here is for one reader alone, who
may pass it on. It names no other site, and is not to be indexed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request

from server.browse import name_lookup
from server.browse.concept import Node
from server.browse.pagination import Page, page_number, paginate
from server.explore.facet_data import FacetedMetier, read_facet_data
from server.explore.facet_values import Labels, value_labels
from server.explore.selection import METIERS as FACETED
from server.http.language import gettext, ngettext
from server.iris import tail
from server.quiz.answers import METIERS, QUIZ, SCREEN, QuizAnswers, read_answers
from server.quiz.profiles import QuizData, read_quiz_data
from server.quiz.ranking import QuizMatch, rank_metiers
from server.quiz.screens import INTEREST, QuizScreen, read_screens
from server.releases.current import release

__all__ = ["QuizGroup", "QuizResult", "QuizView", "blueprint"]

blueprint = Blueprint("quiz", __name__)

_SIZE = 25
"""How many métiers a page lists: each says why."""


@dataclass(frozen=True)
class QuizView:
    """What all pages of the quiz show: screens, answers, where the RIASEC comes from."""

    screens: Sequence[QuizScreen]
    answers: QuizAnswers
    data: QuizData
    labels: Labels

    @property
    def editions(self) -> str:
        """The editions of the ROME 4.0 that state the RIASEC."""
        return ", ".join(self.data.editions)


@dataclass(frozen=True)
class QuizResult:
    """A métier, the interests that it shares, and the code that has some of the letters."""

    metier: FacetedMetier
    interests: Sequence[str]
    letters: Sequence[str]
    code: Node | None


@dataclass(frozen=True)
class QuizGroup:
    """The métiers of a page that share as many interests."""

    title: str
    results: Sequence[QuizResult]


@blueprint.after_request
def _keep_for_its_reader(response: Response) -> Response:
    """Let no other site be told the address, no shared cache keep the page, no robot index it."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "private, max-age=0, must-revalidate"
    if request.query_string:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


@blueprint.get(QUIZ)
def quiz() -> str:
    """Show the screen that ``e=`` numbers; without it, where to begin."""
    view = _read_view()
    number = _screen_number(len(view.screens))
    screen = view.screens[number - 1] if number else None
    return render_template("quiz.html", view=view, screen=screen, answers=view.answers)


@blueprint.get(METIERS)
def metiers() -> str:
    """Show the métiers that have some of the answers, the best first, each with why."""
    view = _read_view()
    answers = view.answers
    ranked = rank_metiers(view.data.profiles, answers.interests, answers.letters)
    found = paginate(ranked, page_number(), _SIZE)
    narrowed = urlencode(
        [("interet", value) for name, value in answers.pairs() if name == INTEREST]
    )
    return render_template(
        "quiz_metiers.html",
        view=view,
        answers=answers,
        found=found,
        groups=_groups(view, found),
        explorer=f"{FACETED.path}?{narrowed}",
    )


@blueprint.get(f"{QUIZ}/calcul")
def reckoning() -> str:
    """Say how the métiers are ranked, and what is not told of anyone."""
    view = _read_view()
    return render_template("quiz_calcul.html", view=view, total=len(view.data.profiles))


def _read_view() -> QuizView:
    engine = release().engine
    data, labels = read_quiz_data(engine), value_labels(read_facet_data(engine).facets)
    screens = read_screens(labels.get("interet", {}), data.with_letters > 0)
    return QuizView(screens, read_answers(screens, request.args), data, labels)


def _screen_number(last: int) -> int:
    """Return the screen that is asked for, the nearest that there is; 0 where none is."""
    text = request.args.get(SCREEN, "")
    if not text.isascii() or not text.isdecimal() or len(text) > 3:
        return 0
    return min(max(int(text), 1), last)


def _groups(view: QuizView, found: Page[QuizMatch]) -> list[QuizGroup]:
    asked = len(view.answers.interests)
    return [
        QuizGroup(_title(shared, asked), [_result(view, match) for match in matches])
        for shared, matches in groupby(found.items, key=lambda match: len(match.interests))
    ]


def _title(shared: int, asked: int) -> str:
    if not asked:
        return gettext("Par la façon de travailler")
    if not shared:
        return gettext("Aucune de ces envies, mais la façon de travailler")
    if asked == 1:
        return gettext("Cette envie")
    if asked == 2:
        return gettext("Les deux envies") if shared == 2 else gettext("L'une ou l'autre envie")
    if shared == asked:
        return gettext("Les %(asked)s envies", asked=asked)
    return ngettext(
        "%(num)d de ces %(asked)s envies", "%(num)d de ces %(asked)s envies", shared, asked=asked
    )


def _result(view: QuizView, match: QuizMatch) -> QuizResult:
    engine = release().engine
    names = view.labels.get("interet", {})
    code = match.code
    return QuizResult(
        metier=read_facet_data(engine).items[match.place],
        interests=[names[slug] for slug in names if slug in match.interests],
        letters=[each for each in (code.major, code.minor) if each in match.letters]
        if code
        else (),
        code=Node(code.iri, name_lookup.name_of(engine, code.iri), tail(code.iri))
        if code
        else None,
    )
