from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html

from ontology import base
from server.app import create_app
from server.browse.formatting import StartingPay
from server.browse.similar_metiers import (
    SharedFeatures,
    SimilarMetier,
    filter_links,
    narrowed,
    nearest_metiers,
    read_shared_features,
)
from server.engine import Engine
from server.releases.release import open_release
from server.settings import Settings
from server.sparql.query_pool import EXTENSION

BAC_2, BAC_5 = 70, 100


@pytest.fixture
def engine(home: Path) -> Engine:
    return open_release((home / "current").resolve()).engine


@pytest.fixture(scope="module")
def seeds_site(planted: Path) -> Iterator[FlaskClient]:
    app = create_app(Settings(home=planted.parent.parent))
    yield app.test_client()
    app.extensions[EXTENSION].close()


@pytest.fixture(scope="module")
def whole(everything: Path) -> Engine:
    return open_release(everything).engine


def iri(id_: str) -> str:
    return f"{base()}id/metier/{id_}"


def near(id_: str, rank: int | None, *, same: bool = False, stub: bool = False) -> SimilarMetier:
    return SimilarMetier(iri(id_), id_, SharedFeatures(1), stub, "", rank, None, same)


NEAR = [near("MET.1", BAC_5, same=True), near("MET.2", BAC_2), near("MET.3", None, stub=True)]


def test_the_nearest_have_their_names_level_pay_and_what_they_share(engine: Engine) -> None:
    (one,) = nearest_metiers(engine, iri("MET.797"))
    assert (one.iri, one.label) == (iri("MET.3"), "comptable")
    assert one.shared == SharedFeatures(formations=1, interests=1)
    assert (one.niveau, one.rank, one.pay) == ("bac + 2", BAC_2, StartingPay(2000.0))
    assert not one.is_stub


def test_a_metier_that_nobody_knows_has_none(engine: Engine) -> None:
    assert nearest_metiers(engine, iri("MET.0")) == []
    assert read_shared_features(engine, iri("MET.0")) == {}


@pytest.mark.parametrize(
    ("chosen", "left"),
    [
        ((), "MET.1 MET.2 MET.3"),
        (("sans-bac-5",), "MET.2"),
        (("meme-domaine",), "MET.1"),
        (("plus-court",), "MET.2"),
        (("sans-bac-5", "meme-domaine"), ""),
    ],
)
def test_filters_narrow_each_other_down(chosen: tuple[str, ...], left: str) -> None:
    assert " ".join(each.label for each in narrowed(NEAR, BAC_5, chosen)) == left


def test_a_filter_says_how_many_it_leaves_and_takes_itself_away() -> None:
    links = filter_links(NEAR, BAC_5, ("sans-bac-5",))
    assert [(each.query, each.count, each.is_chosen) for each in links] == [
        ("", 3, True),
        ("?seul=sans-bac-5&seul=meme-domaine", 0, False),
        ("?seul=sans-bac-5&seul=plus-court", 1, False),
    ]


def test_without_a_level_of_its_own_nothing_is_shorter() -> None:
    assert narrowed(NEAR, None, ("plus-court",)) == []


@pytest.mark.parametrize(
    ("shared", "words"),
    [
        (SharedFeatures(1, 0, 0), "1 code ROME"),
        (SharedFeatures(2, 1, 0), "2 codes ROME, 1 formation"),
        (SharedFeatures(0, 3, 2), "3 formations, 2 centres d'intérêt"),
    ],
)
def test_the_reason_is_said_in_words(shared: SharedFeatures, words: str) -> None:
    assert str(shared) == f"en commun\u00a0: {words}"


def test_a_page_shows_level_pay_and_keeps_its_state_in_its_address(client: FlaskClient) -> None:
    shown: Any = html.fromstring(
        client.get("/doc/metier/MET.797/proches?seul=sans-bac-5&seul=x").text
    )
    (entry,) = shown.xpath("//main//ul[@class='thread']/li")
    said = " ".join(entry.text_content().split())
    assert said.startswith("comptable bac + 2 · dès")
    links = shown.xpath("//nav[@class='filters']//a")
    assert [each.get("href") for each in links if each.get("aria-current")] == [
        "/doc/metier/MET.797/proches"
    ]
    assert client.get("/doc/metier/MET.0/proches").status_code == 404


def test_nothing_left_leads_back_to_all(client: FlaskClient) -> None:
    text = client.get("/doc/metier/MET.797/proches?seul=plus-court").text
    assert "Aucun des métiers proches ne répond" in text
    assert 'href="/doc/metier/MET.797/proches"' in text


def test_the_page_of_a_metier_offers_the_filters(seeds_site: FlaskClient) -> None:
    shown: Any = html.fromstring(seeds_site.get("/doc/metier/MET.71").text)
    (section,) = shown.xpath("//section[@id='metiers-proches']")
    assert "/proches?seul=sans-bac-5" in " ".join(section.xpath(".//nav//a/@href"))
    assert len(section.xpath("./ul/li")) <= 10


@pytest.mark.corpus
def test_stubs_sink_and_namesakes_are_told_apart(whole: Engine) -> None:
    stubs = 0
    for (metier,) in whole.tables.rows("SELECT iri FROM metiers"):
        found = nearest_metiers(whole, metier)
        marks = [each.is_stub for each in found]
        assert marks == sorted(marks)
        stubs += any(marks)
        twins = [each.twin for each in found if each.label == "auxiliaire vétérinaire"]
        assert all(twins)
    assert stubs > 100


@pytest.mark.corpus
def test_narrowing_leaves_enough_where_many_are_near(whole: Engine) -> None:
    rows = whole.tables.rows("SELECT iri FROM metiers")
    few = [
        metier
        for (metier,) in rows
        if len(found := nearest_metiers(whole, metier)) >= 60
        and len(narrowed(found, None, ("sans-bac-5",))) < 3
    ]
    assert len(few) < 0.05 * len(rows)
