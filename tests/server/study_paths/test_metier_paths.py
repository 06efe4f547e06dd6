import json
from pathlib import Path

import pytest

from ontology import base
from server.browse import name_lookup
from server.browse.concept import Node
from server.engine import Engine
from server.releases.release import open_release
from server.study_paths.metier_paths import (
    CountedStudies,
    MetierPath,
    MetierPaths,
    MetierStep,
    read_metier_paths,
    summarised_paths,
    years_said,
)

YEARS = {"3e": 0, "cap-ou-equivalent": 2, "cap-ou-equivalent-1-an": 3, "bac-ou-equivalent": 3} | {
    f"bac-{n}{'-et-plus' if n == 9 else ''}": 3 + n for n in range(1, 10)
}
"""What each level means, in years after the 3e: said here again, not read."""
METIERS = "SELECT iri FROM metiers"


@pytest.fixture(scope="module")
def engine(home: Path) -> Engine:
    return open_release((home / "current").resolve()).engine


@pytest.fixture(scope="module")
def whole(everything: Path) -> Engine:
    return open_release(everything).engine


def iri(id_: str) -> str:
    return f"{base()}id/metier/{id_}"


def tail(text: str) -> str:
    return text.rpartition("/")[2]


def lines(engine: Engine, id_: str) -> list[str]:
    """Return the paths to a métier in words."""
    found = read_metier_paths(engine, iri(id_)).paths
    return [f"{' > '.join(step.label for step in path.steps)}: {path.length}" for path in found]


def test_a_path_is_said_with_its_formations_and_their_source(engine: Engine) -> None:
    known = read_metier_paths(engine, iri("MET.797"))
    path = next(path for path in known.paths if len(path.steps) == 2)
    assert [step.label for step in path.steps] == ["bac pro", "brevet de technicien supérieur"]
    assert path.length == "5 ans après la 3e"
    assert [[each.label for each in step.formations] for step in path.steps] == [
        ["bac pro de bureau"], ["BTS de gestion"],
    ]  # fmt: skip
    assert path.steps[0].source == "/pourquoi?sujet=for:FOR.30&relation=mg:descriptifAcces"
    assert path.steps[1].source == "/pourquoi?sujet=for:FOR.30&relation=mg:poursuite"


def test_the_shortest_is_from_the_bac_where_it_may_be(engine: Engine) -> None:
    path = summarised_paths(engine, iri("MET.797")).shortest
    assert path is not None
    assert (path.length, path.from_3e) == ("2 ans après le bac", 5.0)


def test_the_fiche_counts_too(engine: Engine) -> None:
    known = read_metier_paths(engine, iri("MET.797"))
    assert [each.said for each in known.counted] == ["2 à 3 ans après le bac"]
    assert known.counted[0].passage.startswith("en-bref")


def test_nothing_is_known_of_a_metier_that_nobody_knows(engine: Engine) -> None:
    assert read_metier_paths(engine, iri("MET.0")).paths == []
    assert summarised_paths(engine, iri("MET.0")).shortest is None


def path(*years: float, is_level: bool = False) -> MetierPath:
    node = Node(f"{base()}id/niveau/3e", "3e")
    step = MetierStep(("", ""), node, 0, "", "", "", "", (), 0, is_level)
    return MetierPath(node, 0, [step for _ in years], sum(years), "")


def test_the_shortest_is_said_only_where_it_is_known() -> None:
    """Not from what a level means alone, nor against what the fiche counts."""
    long, short = path(3.0, 2.0), path(3.0)
    counted = [CountedStudies("", "", 4.0), CountedStudies("", "", None)]
    assert MetierPaths([long, short], 0, 0, (), 0).shortest is short
    assert MetierPaths([long, path(2.0, is_level=True)], 0, 0, (), 0).shortest is long
    assert MetierPaths([short], 0, 0, counted, 0).shortest is short
    assert MetierPaths([long], 0, 0, counted, 0).shortest is None
    assert MetierPaths([long], 0, 0, (), 1).shortest is None


@pytest.mark.parametrize(
    ("least", "most", "said"),
    [
        (1.0, 1.0, "1 an"),
        (2.0, 3.0, "2 à 3 ans"),
        (9.0, None, "9 ans et plus"),
        (1.5, 1.5, "1,50 an"),
    ],
)
def test_years_are_said_in_words(least: float, most: float | None, said: str) -> None:
    assert years_said(least, most) == said


@pytest.mark.corpus
@pytest.mark.parametrize("id_", ["MET.417", "MET.561"])
def test_where_a_fiche_asks_for_no_diploma_nothing_is_reckoned(whole: Engine, id_: str) -> None:
    """Ambulancier and aide-soignant: weeks, or a year, whatever their level means in years."""
    assert summarised_paths(whole, iri(id_)).shortest is None


@pytest.mark.corpus
def test_a_path_is_never_shorter_than_the_level_it_leads_to(whole: Engine) -> None:
    """All paths to all métiers, step by step; and the years that their fiches count."""
    names = name_lookup.metiers(whole, (row[0] for row in whole.tables.rows(METIERS)))
    drawn = told = 0
    for metier, name in names.items():
        needed = YEARS.get(tail(name.niveau), 0)
        for path in read_metier_paths(whole, metier).paths:
            levels = [YEARS[tail(path.start.iri)]]
            levels += [YEARS[tail(step.niveau.iri)] for step in path.steps]
            assert levels == sorted(set(levels)), (metier, path)
            assert levels[-1] >= needed, (metier, path)
            drawn += 1
            if path.from_3e is not None:
                told += 1
                assert path.from_3e >= levels[-1], (metier, path)
    assert drawn > 3000
    assert told > 0.8 * drawn


@pytest.mark.corpus
def test_no_counted_years_are_too_few(whole: Engine) -> None:
    names = name_lookup.metiers(whole, (row[0] for row in whole.tables.rows(METIERS)))
    short = counted = 0
    for metier, text in whole.tables.rows("SELECT iri, paths FROM metiers"):
        document = json.loads(text)
        short += document["short"]
        for _, start, least, _ in document["counted"]:
            counted += 1
            needed = YEARS.get(tail(names[metier].niveau), 0) if metier in names else 0
            assert YEARS.get(start, 0) + least >= needed, metier
    assert counted > 600
    assert 0 < short < 0.1 * counted


KNOWN = {
    "MET.94": [
        "CAP: 2 ans après la 3e",
        "bac pro: 3 ans après la 3e",
        "CAP > BP: 4 ans après la 3e",
    ],
    "MET.39": ["CAP: 2 ans après la 3e", "CAP > BP: 4 ans après la 3e", "CAP > bac pro: "],
    "MET.38": ["diplôme d'État du paramédical: 3 ans après le bac"],
    "MET.557": ["licence > master: 5 ans après le bac"],
    "MET.869": ["bac + 9 et plus: 9 ans et plus après le bac"],
    "MET.12": ["BTS: 2 ans après le bac", "bac pro > BTS: 5 ans après la 3e"],
    "MET.558": ["bac + 5 > formation d'école spécialisée: 7 ans après le bac"],
    "MET.521": [],
    "MET.266": ["CAP: 2 ans après la 3e", "CAP > MC (futur CS): 3 ans après la 3e"],
}
"""What a counsellor knows of a mason, a hairdresser, a nurse, a teacher, a doctor…"""


@pytest.mark.corpus
@pytest.mark.parametrize("metier", KNOWN)
def test_known_ways_are_there(whole: Engine, metier: str) -> None:
    found = lines(whole, metier)
    assert set(KNOWN[metier]) <= set(found)
    assert bool(found) == bool(KNOWN[metier])
