"""The dumps of a release: two forms of one thing, and what is said of the files."""

import gzip
import hashlib
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import (
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    parse,
)

from loader.model import iris
from loader.model.rdf_terms import term
from loader.release.dump import DumpResult, write_dump
from loader.release.turtle_writer import TurtleWriter
from tests.loader.command import Metiers

BASE = "https://w3id.org/metiers-graphe/"
ODD: list[NamedNode | Literal] = [
    Literal('a "quoted" word, a \\ and a \n line', language="fr"),
    Literal('"^^<http://www.w3.org/2001/XMLSchema#integer>'),
    Literal("<https://w3id.org/metiers-graphe/graph/x> ."),
    Literal("2", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer")),
    Literal("\u2028 \u00a0 œ", language="fr"),
    NamedNode(f"{BASE}id/metier/MET.1."),
    NamedNode(f"{BASE}id/metier/"),
    NamedNode(f"{BASE}id/metier/MET.1/salaire/1"),
    NamedNode(f"{BASE}id/rome/v4/-a~b'c"),
    NamedNode("http://schema.org/"),
    NamedNode("urn:x"),
    NamedNode("http://example.org/?a=b#c/d"),
]  # fmt: skip


def _turtle(lines: list[str]) -> bytes:
    out = io.BytesIO()
    writer = TurtleWriter(out.write)
    for line in sorted(each.encode() for each in lines):
        writer.add(line)
    writer.end()
    return out.getvalue()


def test_turtle_says_what_the_lines_say() -> None:
    predicates = (term("rdf:type"), term("skos:prefLabel"), NamedNode("urn:p"))
    subjects = [each for each in ODD if isinstance(each, NamedNode)]
    said = {Quad(s, p, o) for s in subjects for p in predicates for o in ODD}
    text = _turtle([f"{quad.triple}" for quad in said])
    assert set(parse(text, RdfFormat.TURTLE)) == said
    assert text == _turtle([f"{quad.triple}" for quad in reversed([*said])])


def test_turtle_is_short_where_it_can_be() -> None:
    title = f"<{BASE}id/metier/MET.1> <http://www.w3.org/2004/02/skos/core#prefLabel>"
    text = _turtle([f'{title} "a"@fr', f'{title} "b"@fr']).decode()
    assert text.endswith('\nmetier:MET.1 skos:prefLabel "a"@fr, "b"@fr .\n')
    assert _turtle([]).startswith(b"@prefix dc: <")


@pytest.fixture
def release(metiers: Metiers, sheets: Path) -> Path:
    metiers("build", sheets, "--skip-shacl")
    return (metiers.home / "current").resolve()


def test_the_turtle_is_the_view(release: Path) -> None:
    text = gzip.decompress((release / "dataset.ttl.gz").read_bytes())
    store = Store.read_only(str(release / "store"))
    view = set(store.quads_for_pattern(None, None, None, DefaultGraph()))
    assert set(parse(text, RdfFormat.TURTLE)) == view
    packed = (release / "dataset.ttl.gz").read_bytes()
    assert packed[4:8] == b"\0\0\0\0"  # no clock


IANA = "https://www.iana.org/assignments/media-types/"
GZIP = "application/gzip"


def _said(store: Store, subject: NamedNode, predicate: str) -> list[str]:
    quads = store.quads_for_pattern(subject, term(predicate), None, iris.own_graph("release"))
    return [str(getattr(quad.object, "value", quad.object)) for quad in quads]


def test_the_manifest_and_the_description_tell_each_file(release: Path) -> None:
    dumps = json.loads((release / "manifest.json").read_text("utf-8"))["dumps"]
    types = {"dataset.nq.gz": "application/n-quads", "dataset.ttl.gz": "text/turtle"}
    assert {each["name"]: each["media_type"] for each in dumps} == types
    store = Store.read_only(str(release / "store"))
    for each in dumps:
        packed = (release / each["name"]).read_bytes()
        assert each["size"] == len(packed)
        assert each["sha256"] == hashlib.sha256(packed).hexdigest()
        distribution = NamedNode(f"{BASE}dump/{each['name']}")
        for predicate, type_ in ("mediaType", each["media_type"]), ("compressFormat", GZIP):
            (quad,) = store.quads_for_pattern(distribution, term(f"dcat:{predicate}"), None)
            assert quad.object == NamedNode(f"{IANA}{type_}")
        assert _said(store, distribution, "dcat:byteSize") == [str(each["size"])]
        (checksum,) = _said(store, distribution, "spdx:checksum")
        assert _said(store, NamedNode(checksum), "spdx:checksumValue") == [each["sha256"]]


def _dump(lines: list[str], folder: Path) -> DumpResult:
    folder.mkdir()

    def sorted_lines() -> Iterator[bytes]:
        yield from sorted(f"{line}\n".encode() for line in lines)

    return write_dump(sorted_lines(), folder)


def test_what_no_line_of_the_view_says_is_superseded(tmp_path: Path) -> None:
    one, other = f"<{BASE}graph/a/1>", f"<{BASE}graph/b/2>"
    shown, lost = '<urn:a> <urn:p> "x"@fr', '<urn:a> <urn:p> "y <urn:z>"@fr'
    lines = [f"{shown} .", f"{shown} {one} .", f"{lost} {one} .", f"{lost} {other} ."]
    dumped = _dump(lines, tmp_path / "dump")
    assert (dumped.quads, dumped.view, dumped.superseded) == (4, 1, 1)
    assert dumped.graphs == {one[1:-1]: 2, other[1:-1]: 1}
    assert (tmp_path / "dump" / "superseded.nt").read_text("utf-8") == f"{lost} .\n"


def test_a_triple_of_the_view_that_no_graph_says_is_told(tmp_path: Path) -> None:
    graph = f"<{BASE}graph/a/1>"
    triples = [f"<urn:a> <urn:p> <urn:{name}>" for name in "abcd"]
    lines = [f"{triple} ." for triple in triples]
    assert _dump(lines, tmp_path / "none").orphan_triples == tuple(triples)
    assert _dump([*lines, f"{triples[3]} {graph} ."], tmp_path / "last").orphan_triples == (
        *triples[:3],
    )
    said = [*lines, *(f"{triple} {graph} ." for triple in triples)]
    assert _dump(said, tmp_path / "all").orphan_triples == ()
    other = [*said[:-1], f"<urn:b> <urn:p> <urn:d> {graph} ."]
    assert _dump(other, tmp_path / "other").orphan_triples == (triples[3],)


def test_a_triple_of_the_view_that_has_a_blank_node_is_told(tmp_path: Path) -> None:
    blank = ["<urn:a> <urn:p> _:b", "_:b <urn:p> <urn:a>"]
    sound = ['<urn:a> <urn:p> "un _:b"', '<urn:a> <urn:p> "_:b"@fr', "<urn:_:b> <urn:p> <urn:_:c>"]
    graph = f"<{BASE}graph/a/1>"
    lines = [f"{triple} ." for triple in (*blank, *sound)]
    lines += [f"{triple} {graph} ." for triple in (*blank, *sound)]
    assert _dump(lines, tmp_path / "some").blank_triples == tuple(blank)
    many = [f"<urn:a> <urn:p> _:b{n} ." for n in range(100)]
    assert len(_dump(many, tmp_path / "many").blank_triples) == 20
