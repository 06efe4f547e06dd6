from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.pages.training_chains import (
    Entry,
    StudyPath,
    Training,
    TrainingChains,
    level_path,
    merged,
)

LEVELS = {
    "3e": 0.0, "cap-ou-equivalent": 2.0, "cap-ou-equivalent-1-an": 3.0, "bac-ou-equivalent": 3.0,
    "bac-1": 4.0, "bac-2": 5.0, "bac-3": 6.0, "bac-5": 8.0,
}  # fmt: skip
CAP, BAC = "cap-ou-equivalent", "bac-ou-equivalent"
TRAININGS = {
    "cap": Training(CAP, "CAP", "CAP", 2.0),
    "bp": Training(BAC, "brevet professionnel", "BP", 2.0),
    "pro": Training(BAC, "baccalauréat professionnel", "bac pro", 3.0),
    "bts": Training("bac-2", "brevet de technicien supérieur", "BTS", 2.0),
    "master": Training("bac-5", "master", "master", 2.0),
    "mystery": Training("bac-2", "x", "", None),
}
ENTRIES = {
    "cap": [Entry("3e", 2.0, "acces")],
    "pro": [Entry("3e", 3.0, "acces")],
    "bts": [Entry(BAC, 2.0, "acces")],
    "master": [Entry("bac-3", 2.0, "duree")],
}
BEFORE = {"bp": ["cap"], "pro": ["cap"], "bts": ["pro"]}


def chains(
    entries: Mapping[str, Sequence[Entry]] = ENTRIES,
    before: Mapping[str, Sequence[str]] = BEFORE,
    trainings: Mapping[str, Training] = TRAININGS,
) -> TrainingChains:
    return TrainingChains(LEVELS, trainings, entries, before)


def told(paths: Sequence[StudyPath]) -> set[tuple[str, float | None]]:
    """Return paths in words, with the years that they take."""
    return {
        (" ".join([path.start, *(step.code or step.niveau for step in path.steps)]), path.years)
        for path in paths
    }


def test_a_diploma_of_the_first_level_follows_school() -> None:
    assert told(chains().paths("cap")) == {("3e CAP", 2.0)}


def test_what_a_sheet_names_follows_it() -> None:
    assert told(chains().paths("bp")) == {("3e CAP BP", 4.0)}


def test_where_one_enters_later_the_years_are_not_told() -> None:
    """A « bac pro » of three years takes fewer after a CAP: how many, nobody says."""
    assert told(chains().paths("pro")) == {("3e bac pro", 3.0), ("3e CAP bac pro", None)}


def test_unless_a_sheet_tells_them() -> None:
    entries = {**ENTRIES, "pro": [Entry("3e", 3.0, "acces"), Entry(CAP, 2.0, "acces")]}
    assert ("3e CAP bac pro", 4.0) in told(chains(entries).paths("pro"))


def test_chains_join() -> None:
    assert told(chains().paths("bts")) == {
        ("bac-ou-equivalent BTS", 2.0), ("3e bac pro BTS", 5.0), ("3e CAP bac pro BTS", None),
    }  # fmt: skip


def test_a_level_stands_for_what_nothing_is_known_of() -> None:
    assert told(chains().paths("master")) == {("bac-ou-equivalent bac-3 master", 5.0)}


@pytest.mark.parametrize("formation", ["mystery", "nowhere"])
def test_what_nothing_comes_before_is_in_no_path(formation: str) -> None:
    assert not chains().paths(formation)


def test_a_step_too_short_for_its_levels_is_none() -> None:
    """A year after a CAP is no « bac + 1 »."""
    trainings = {**TRAININGS, "mc": Training("bac-1", "mention", "MC", 1.0)}
    found = chains(ENTRIES, {"mc": ["cap", "pro"]}, trainings).paths("mc")
    assert told(found) == {("3e bac pro MC", 4.0)}


def test_loops_end() -> None:
    found = chains(ENTRIES, {"bp": ["pro", "cap"], "pro": ["bp"], "bts": ["bts"]}).paths("bts")
    assert told(found) == {("bac-ou-equivalent BTS", 2.0)}


def test_paths_of_the_same_steps_are_one() -> None:
    trainings = {**TRAININGS, "other": Training(CAP, "CAP", "CAP", 1.0)}
    entries = {**ENTRIES, "other": [Entry("3e", 3.0, "acces")]}
    both = chains(entries, {}, trainings)
    (path,) = merged([*both.paths("cap"), *both.paths("other")])
    assert path.steps[0].formations == {"cap", "other"}
    assert path.steps[0].years == (2.0, 3.0)


@pytest.mark.parametrize(
    ("niveau", "said"),
    [
        (BAC, ("3e bac-ou-equivalent", 3.0)),
        (CAP, ("3e cap-ou-equivalent", 2.0)),
        ("cap-ou-equivalent-1-an", ("3e cap-ou-equivalent-1-an", 3.0)),
        ("bac-5", ("bac-ou-equivalent bac-5", 5.0)),
    ],
)
def test_a_level_is_reached_in_the_years_that_it_means(
    niveau: str, said: tuple[str, float]
) -> None:
    assert told([level_path(LEVELS, niveau, "niveau")]) == {said}


NAMES = [*TRAININGS, *(f"f{n}" for n in range(6))]
trainings = st.builds(
    Training,
    st.sampled_from([*LEVELS]),
    st.sampled_from(["CAP", "BTS", "master"]),
    st.just(""),
    st.none() | st.sampled_from([1.0, 2.0, 3.0, 5.0]),
)


@pytest.mark.hypothesis
@given(
    st.dictionaries(st.sampled_from(NAMES), trainings, min_size=1),
    st.dictionaries(
        st.sampled_from(NAMES), st.lists(st.sampled_from(NAMES), max_size=4, unique=True)
    ),
    st.dictionaries(st.sampled_from(NAMES), st.sampled_from([*LEVELS])),
)
def test_no_path_is_shorter_than_its_levels(
    known: dict[str, Training], before: dict[str, list[str]], starts: dict[str, str]
) -> None:
    entries = {
        name: [Entry(start, known[name].years, "acces")]
        for name, start in starts.items()
        if name in known
        and LEVELS[start] + (known[name].years or 9) >= LEVELS[known[name].niveau]
        and LEVELS[start] < LEVELS[known[name].niveau]
    }
    found = TrainingChains(LEVELS, known, entries, before)
    for name in known:
        for path in found.paths(name):
            reached = LEVELS[path.start]
            for step in path.steps:
                assert reached < LEVELS[step.niveau]
                reached = LEVELS[step.niveau]
            if path.years is not None:
                assert LEVELS[path.start] + path.years >= reached
