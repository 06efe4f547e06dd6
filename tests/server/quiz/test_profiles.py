"""What the quiz counts of each métier, against the quads of the view: seeds, and all sources."""

from collections import Counter, defaultdict
from pathlib import Path

import pyoxigraph as ox
import pytest

from ontology import base, prefixes
from server.explore.facet_data import read_facet_data
from server.iris import tail
from server.quiz.profiles import read_quiz_data
from server.releases.layout import STORE_FOLDER
from server.releases.release import open_release

MG, SKOS = f"{base()}ontology#", prefixes()["skos"]
V4 = f"{base()}id/rome/v4/"


def told(folder: Path, predicate: str) -> dict[str, list[str]]:
    """Return what the view says by a predicate: objects by subject."""
    store = ox.Store.read_only(str(folder / STORE_FOLDER))
    found: dict[str, list[str]] = defaultdict(list)
    quads = store.quads_for_pattern(None, ox.NamedNode(predicate), None, ox.DefaultGraph())
    for quad in quads:
        found[str(quad.subject.value)].append(str(quad.object.value))  # type: ignore[union-attr]
    return found


def expect_the_graph(folder: Path) -> None:
    engine = open_release(folder).engine
    metiers, data = read_facet_data(engine).items, read_quiz_data(engine)
    interests, codes = told(folder, f"{MG}centreInteret"), told(folder, f"{MG}romeV3")
    major, minor = told(folder, f"{MG}riasecMajeur"), told(folder, f"{MG}riasecMineur")
    above = told(folder, f"{SKOS}broader")
    below = defaultdict(list)
    for thing, broader in above.items():
        for each in broader:
            below[each].append(thing)
    assert [profile.place for profile in data.profiles] == list(range(len(metiers)))
    for metier, profile in zip(metiers, data.profiles, strict=True):
        assert profile.interests == set(map(tail, interests[metier.iri]))
        shared = Counter(
            code
            for v3 in codes[metier.iri]
            for appellation in set(below[v3])
            for code in above[appellation]
            if code.startswith(V4) and code in major
        )
        found = {code.iri: (code.major, code.minor, code.shared) for code in profile.codes}
        least = min(max(shared.values(), default=0), shared.total() / 4)
        assert found == {
            code: (major[code][0], (minor[code] or [""])[0], count)
            for code, count in shared.items()
            if count >= least
        }


def test_interests_and_letters_are_those_of_the_graph(planted: Path) -> None:
    expect_the_graph(planted)


def test_the_edition_is_said(planted: Path) -> None:
    assert read_quiz_data(open_release(planted).engine).editions == ["v458"]


@pytest.mark.corpus
def test_interests_and_letters_are_those_of_all_sources(everything: Path) -> None:
    expect_the_graph(everything)
    data = read_quiz_data(open_release(everything).engine)
    assert data.with_letters > 700
    assert data.editions == ["v458"]
