"""Ranking of the quiz: its properties, whatever the métiers and the answers."""

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from server.quiz.ranking import CodeLetters, QuizProfile, rank_metiers

INTERESTS = [f"interet-{n}" for n in range(8)]
some_interests = st.frozensets(st.sampled_from(INTERESTS))
letters = st.frozensets(st.sampled_from("RIASEC"))
codes = st.lists(
    st.builds(
        CodeLetters,
        iri=st.sampled_from([f"code-{n}" for n in range(20)]),
        major=st.sampled_from("RIASEC"),
        minor=st.sampled_from(["", *"RIASEC"]),
        shared=st.integers(1, 40),
    ),
    max_size=3,
)


@st.composite
def some_profiles(draw: st.DrawFn) -> list[QuizProfile]:
    """Draw métiers, each at a place of its own in the alphabet."""
    each = draw(st.lists(st.tuples(some_interests, codes), max_size=12))
    return [QuizProfile(place, *said) for place, said in enumerate(each)]


def places(profiles: Sequence[QuizProfile], *answers: frozenset[str]) -> list[int]:
    return [match.place for match in rank_metiers(profiles, *answers)]


@given(some_profiles(), some_interests, letters)
def test_who_shares_more_interests_never_comes_after(
    profiles: list[QuizProfile], interests: frozenset[str], chosen: frozenset[str]
) -> None:
    shared = [len(each.interests) for each in rank_metiers(profiles, interests, chosen)]
    assert shared == sorted(shared, reverse=True)


@given(some_profiles(), some_interests, letters, st.data())
def test_one_more_shared_interest_never_lowers_a_metier(
    profiles: list[QuizProfile],
    interests: frozenset[str],
    chosen: frozenset[str],
    data: st.DataObject,
) -> None:
    if not profiles or not interests:
        return
    place = data.draw(st.sampled_from(range(len(profiles))))
    more = profiles[place].interests | {data.draw(st.sampled_from(sorted(interests)))}
    raised = [*profiles]
    raised[place] = QuizProfile(place, more, profiles[place].codes)
    before, after = places(profiles, interests, chosen), places(raised, interests, chosen)
    assert after.index(place) <= (before.index(place) if place in before else len(before))


@given(some_profiles(), some_interests, letters, st.randoms(use_true_random=False))
def test_the_order_of_the_metiers_read_does_not_count(
    profiles: list[QuizProfile],
    interests: frozenset[str],
    chosen: frozenset[str],
    random: st.DataObject,
) -> None:
    shuffled = [*profiles]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert rank_metiers(shuffled, interests, chosen) == rank_metiers(profiles, interests, chosen)


@given(some_profiles(), some_interests, letters)
def test_what_is_shown_has_a_reason_and_what_is_not_has_none(
    profiles: list[QuizProfile], interests: frozenset[str], chosen: frozenset[str]
) -> None:
    ranked = {match.place: match for match in rank_metiers(profiles, interests, chosen)}
    for profile in profiles:
        of_code = {each for code in profile.codes for each in (code.major, code.minor)}
        if match := ranked.get(profile.place):
            assert match.interests == profile.interests & interests
            assert match.letters <= of_code & chosen
            assert (match.code in profile.codes) if match.letters else match.code is None
            assert match.interests or match.letters
        else:
            assert not profile.interests & interests
            assert not of_code & chosen


@given(some_profiles(), some_interests, letters)
def test_equals_are_in_the_order_of_the_alphabet(
    profiles: list[QuizProfile], interests: frozenset[str], chosen: frozenset[str]
) -> None:
    ranked = rank_metiers(profiles, interests, chosen)
    for one, next_ in pairwise(ranked):
        keys = [
            (len(each.interests), each.code.fitness(chosen) if each.code else (0, False))
            for each in (one, next_)
        ]
        assert keys[0] > keys[1] or (keys[0] == keys[1] and one.place < next_.place)


def test_both_come_before_one_or_the_other() -> None:
    both, one, other, neither = (
        QuizProfile(3, frozenset("ab")),
        QuizProfile(0, frozenset("a")),
        QuizProfile(1, frozenset("b")),
        QuizProfile(2, frozenset("c")),
    )
    assert places([one, other, neither, both], frozenset("ab"), frozenset()) == [3, 0, 1]


def test_among_as_many_interests_the_letters_decide_by_the_best_code() -> None:
    def coded(place: int, *pairs: tuple[str, str]) -> QuizProfile:
        some = [CodeLetters(f"{place}-{n}", *pair, 1) for n, pair in enumerate(pairs)]
        return QuizProfile(place, frozenset("a"), some)

    profiles = [
        coded(0, ("C", "")), coded(1, ("C", "R")), coded(2, ("R", "C")),
        coded(3, ("I", "C"), ("I", "R")), coded(4),
    ]  # fmt: skip
    assert places(profiles, frozenset("a"), frozenset("RI")) == [3, 2, 1, 0, 4]
    (best, *_) = rank_metiers(profiles, frozenset("a"), frozenset("RI"))
    assert best.code is not None
    assert best.code.iri == "3-1", "letters of two codes do not add up"
