"""Sources and licences: what the page counts is what SPARQL counts, and every source is told of."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from lxml import html

from loader.sources.catalogue import SOURCES
from ontology import base, prefixes
from server.app import create_app
from server.browse.sources import NOTES, read_sources
from server.releases.layout import STORE_FOLDER
from server.releases.release import open_release
from server.settings import Settings
from server.sparql.query_pool import EXTENSION

HTML = {"Accept": "text/html"}
PART_OF = ox.NamedNode(f"{prefixes()['dct']}isPartOf")
TYPE = ox.NamedNode(f"{prefixes()['rdf']}type")


def expect_the_store(folder: Path) -> None:
    """Compare what the page counts of each edition with the quads of its graphs."""
    held = open_release(folder)
    store = ox.Store.read_only(str(folder / STORE_FOLDER))
    graphs: dict[str, set[ox.NamedNode]] = defaultdict(set)
    for quad in store.quads_for_pattern(None, PART_OF, None, ox.DefaultGraph()):
        graphs[str(cast(Any, quad.object).value)].add(cast(ox.NamedNode, quad.subject))
    sources = read_sources(held.engine, held.manifest.sources)
    assert sum(len(source.editions) for source in sources) == len(held.manifest.sources)
    for source in sources:
        for each in source.editions:
            mine = graphs[f"{base()}id/source/{source.id}/{each.entry.edition}"]
            quads = [q for graph in mine for q in store.quads_for_pattern(None, None, None, graph)]
            assert (each.size.graphs, each.size.triples) == (len(mine), len(quads))
            typed = {(q.subject, cast(Any, q.object).value) for q in quads if q.predicate == TYPE}
            counted = Counter(class_ for _, class_ in typed if class_.startswith(base()))
            assert dict(each.size.things) == counted


def test_the_counts_are_those_of_the_graphs(planted: Path) -> None:
    expect_the_store(planted)


@pytest.mark.corpus
def test_the_counts_are_those_of_the_graphs_of_all_sources(everything: Path) -> None:
    expect_the_store(everything)


def page(client: FlaskClient, path: str) -> Any:
    return html.fromstring(client.get(path, headers=HTML).text)


@pytest.fixture(scope="module")
def seeded(planted: Path) -> Iterator[FlaskClient]:
    app = create_app(Settings(home=planted.parent.parent))
    yield app.test_client()
    app.extensions[EXTENSION].close()


def test_every_source_of_the_release_is_told_of(planted: Path, seeded: FlaskClient) -> None:
    shown = page(seeded, "/sources")
    told = set(shown.xpath("//section/@id"))
    assert told == {each.id for each in open_release(planted).manifest.sources}
    assert told <= SOURCES.keys()
    for id_ in told:
        section = shown.xpath(f"//section[@id='{id_}']")[0]
        assert SOURCES[id_].publisher in section.text_content()
        assert section.xpath(".//a[@rel='license']/@href") == [SOURCES[id_].licence]
        assert "Ne dit pas" in section.text_content()
        assert SOURCES[id_].page in section.xpath(".//a/@href")


def test_no_source_of_the_catalogue_is_without_notes() -> None:
    assert NOTES.keys() == SOURCES.keys()


def test_every_page_leads_there_and_names_the_licences(client: FlaskClient) -> None:
    footer = page(client, "/metiers").xpath("//footer")[-1]
    assert "/sources" in footer.xpath(".//a/@href")
    assert "Fiches métiers, Onisep, édition 2025-10, Licence Ouverte" in footer.text_content()


@pytest.mark.parametrize(
    "path", ["/doc/formation/FOR.270", "/doc/rome/v3/M1605", "/doc/rome/v4/M1605"]
)
def test_things_cite_their_sources(seeded: FlaskClient, path: str) -> None:
    shown = page(seeded, path)
    (origin,) = shown.xpath("//footer[@class='origin']")
    assert "D'où viennent ces informations" in origin.text_content()
    assert origin.xpath(".//a[@rel='license']")
    assert origin.xpath(".//a[starts-with(@href, '/graph/')]")


def test_publishers_are_named_not_numbered(seeded: FlaskClient) -> None:
    text = page(seeded, "/doc/metier/MET.797").text_content()
    assert "métiers, Onisep, édition" in text
    assert "id/organisation/" not in text
