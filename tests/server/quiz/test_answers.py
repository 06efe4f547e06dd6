from urllib.parse import parse_qsl, urlsplit

from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from server.quiz.answers import QuizAnswers, read_answers
from server.quiz.screens import INTEREST, LETTER, read_screens

LABELS = {
    slug: slug.replace("-", " ") for slug in ("j-aime-bouger", "la-mode-me-fait-rever", "x-y")
}
SCREENS = read_screens(LABELS, has_letters=True)
OPTIONS = [(screen.name, option.value) for screen in SCREENS for option in screen.options]


def read(address: str) -> QuizAnswers:
    return read_answers(SCREENS, MultiDict(parse_qsl(urlsplit(address).query)))


def test_every_interest_is_asked_for_once_those_without_theme_last() -> None:
    assert [value for name, value in OPTIONS if name == INTEREST] == list(LABELS)
    assert [value for name, value in OPTIONS if name == LETTER] == list("RIASEC")
    assert [screen.number for screen in SCREENS] == [1, 2, 3, 4]
    assert read_screens({}, has_letters=False) == []


@given(st.lists(st.sampled_from(OPTIONS)))
def test_the_address_holds_all_answers_whatever_their_order(ticked: list[tuple[str, str]]) -> None:
    answers = read_answers(SCREENS, MultiDict(ticked))
    assert sorted(answers.pairs()) == sorted(set(ticked))
    assert answers == read_answers(SCREENS, MultiDict(reversed(ticked)))
    for address in (answers.result_address, *(answers.screen_address(n) for n in range(1, 5))):
        assert read(address) == answers


def test_what_is_no_answer_is_let_pass() -> None:
    answers = read("/quiz?i=x&i=j-aime-bouger&r=Z&r=r&r=S&q=1&i=S")
    assert answers.pairs() == [("i", "j-aime-bouger"), ("r", "S")]
    assert answers.interests == {"j-aime-bouger"}
    assert answers.letters == {"S"}


def test_the_answers_of_a_screen_are_left_out_for_it_to_give_them_anew() -> None:
    answers = read("/quiz?i=j-aime-bouger&i=x-y&r=S")
    assert answers.pairs(1) == [("i", "x-y"), ("r", "S")]
    assert [option.value for option in answers.ticked(SCREENS[0])] == ["j-aime-bouger"]
    assert answers.ticked(SCREENS[1]) == ()
