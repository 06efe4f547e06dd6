from dataclasses import replace

from loader.publish.graphs import VIEW, PublishedGraph
from loader.publish.record import (
    PUBLICATION,
    WAITING,
    PublicationRecord,
    graph_lines,
    is_staged,
    read_records,
    release_line,
    staging_name,
    switch_line,
)

GRAPH = PublishedGraph("https://e/graph/x", 12, "ab" * 32)


def test_a_graph_waits_under_a_name_of_its_content() -> None:
    other = PublishedGraph(GRAPH.name, 12, "cd" * 32)
    assert staging_name(GRAPH) == f"urn:metiers:attente:{'ab' * 8}:https://e/graph/x"
    assert staging_name(GRAPH) != staging_name(other)
    assert is_staged(staging_name(GRAPH))
    assert is_staged(WAITING)
    assert not is_staged(PUBLICATION)
    assert not is_staged(VIEW)


def test_the_lines_say_the_digest_and_the_count() -> None:
    digest, count = graph_lines(GRAPH)
    assert b'<https://e/graph/x> <http://purl.org/dc/terms/identifier> "abab' in digest
    assert b'<http://rdfs.org/ns/void#triples> "12"^^' in count
    assert release_line("e" * 64).startswith(b"<urn:metiers:publication> ")


def test_rows_become_what_is_published_and_what_waits() -> None:
    said = {"graph": GRAPH.name, "digest": GRAPH.sha256, "triples": "12"}
    rows = [
        {"record": PUBLICATION, "graph": PUBLICATION, "digest": "old"},
        {"record": WAITING, **said},
        {"record": WAITING, "graph": "urn:x", "digest": "no count"},
        {"record": WAITING, "graph": "urn:y", "digest": "d", "triples": "many"},
    ]
    published, waiting = read_records(rows)
    assert published == PublicationRecord("old")
    assert waiting == PublicationRecord("", {GRAPH.name: GRAPH})
    assert not waiting.begun
    begun = {"record": WAITING, "graph": WAITING, "digest": "new"}
    assert read_records([*rows, begun])[1] == replace(waiting, begun=True)
    assert switch_line("new").startswith(b"<urn:metiers:attente> ")
    assert read_records([]) == (PublicationRecord(), PublicationRecord())
