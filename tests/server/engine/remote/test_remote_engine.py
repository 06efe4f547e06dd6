"""A remote engine over real servers: its dataset, its release, what strangers ask."""

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from loader.publish.graphs import VIEW
from ontology import base
from queries import find
from server.engine.embedded import EmbeddedEngine, NoTables
from server.engine.errors import RefusedQueryError, UnreadableQueryError, WrongAnswerError
from server.engine.interface import Question
from server.engine.remote.capabilities import checked, failing, questions
from server.engine.remote.remote_engine import RemoteEngine, RemoteGraph, remote_graph
from tests.engines.engines import oxigraph
from tests.server.engine.remote.peer import answering, http
from tests.server.release_fixture import write_release

METIER = ox.NamedNode(f"{base()}id/metier/MET.797")
RELEASE = ox.NamedNode(f"{base()}graph/release")
IDENTIFIER = ox.NamedNode("http://purl.org/dc/terms/identifier")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    folder = write_release(tmp_path_factory.mktemp("home"), "a1")
    return ox.Store.read_only(str(folder / "store"))


@pytest.fixture(scope="module", params=["", VIEW], ids=["by default", "the view is a graph"])
def graph(
    request: pytest.FixtureRequest, store: ox.Store, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RemoteGraph]:
    folder = tmp_path_factory.mktemp("oxigraph")
    with oxigraph(store, folder, view=request.param) as address:
        yield remote_graph(address, store, 20)


def rows(
    graph: RemoteGraph, text: str, defaults: tuple[str, ...] = (), named: tuple[str, ...] = ()
) -> list[str]:
    with graph.evaluated(Question(text, "text/csv", None, defaults, named)) as results:
        assert isinstance(results, ox.QuerySolutions)
        return sorted(map(str, results))


def own_rows(store: ox.Store, text: str) -> list[str]:
    results = store.query(text)
    assert isinstance(results, ox.QuerySolutions)
    return sorted(map(str, results))


def test_pages_have_the_same_answers(graph: RemoteGraph, store: ox.Store) -> None:
    own, other = EmbeddedEngine(store), RemoteEngine(graph, NoTables())
    for name in ("browse/metier_formations", "browse/metier_sources"):
        expected = {str(row.terms) for row in own.select(find(name), metier=METIER)}
        assert {str(row.terms) for row in other.select(find(name), metier=METIER)} == expected
    assert other.ask(find("browse/exists"), iri=METIER)
    assert not other.ask(find("browse/exists"), iri=ox.NamedNode("urn:x"))
    describe = find("browse/describe")
    assert other.triples(describe, iri=METIER) == own.triples(describe, iri=METIER)


def test_nothing_is_lacking(graph: RemoteGraph, store: ox.Store) -> None:
    assert failing(graph, store, questions()) == []


COUNT = "SELECT (COUNT(*) AS ?n) %s { %s }"
ALL, NAMED = "?s ?p ?o", "GRAPH ?g { ?s ?p ?o }"
ROME = f"{base()}graph/rome-v3/v344"


@pytest.mark.parametrize(
    "text",
    [
        COUNT % ("", ALL),
        COUNT % ("", NAMED),
        COUNT % (f"FROM <{ROME}>", ALL),
        COUNT % (f"FROM <{ROME}>", NAMED),
        COUNT % (f"FROM NAMED <{ROME}>", NAMED),
        COUNT % (f"FROM NAMED <{ROME}>", ALL),
    ],
)
def test_a_dataset_is_that_of_the_release(graph: RemoteGraph, store: ox.Store, text: str) -> None:
    assert rows(graph, text) == own_rows(store, text)


def test_a_dataset_of_the_protocol_is_passed_on(graph: RemoteGraph, store: ox.Store) -> None:
    default = own_rows(store, COUNT % (f"FROM <{ROME}>", ALL))
    assert rows(graph, COUNT % ("", ALL), defaults=(ROME,)) == default
    named = own_rows(store, COUNT % (f"FROM NAMED <{ROME}>", NAMED))
    assert rows(graph, COUNT % ("", NAMED), named=(ROME,)) == named


def test_relative_iris_stand_under_the_base(graph: RemoteGraph) -> None:
    assert rows(graph, "SELECT ?l { <id/metier/MET.3> ?p ?l FILTER(LANG(?l) = 'fr') }")


def test_what_is_no_query_never_leaves(graph: RemoteGraph) -> None:
    with pytest.raises(RefusedQueryError, match="qu'aux requêtes"):
        rows(graph, "CLEAR ALL")
    with pytest.raises(UnreadableQueryError):
        rows(graph, "SELECT ?s { ?s")
    with pytest.raises(RuntimeError, match="not supported"):
        rows(graph, "PREFIX bif: <bif:> SELECT (bif:exec('x') AS ?y) {}")
    with pytest.raises(UnreadableQueryError):
        rows(graph, "define input:default-graph-uri <urn:x> SELECT * { ?s ?p ?o }")


def test_state_names_the_engine(graph: RemoteGraph) -> None:
    state = RemoteEngine(graph, NoTables()).state()
    assert (state["kind"], state["server"][:9], state["lacks"]) == ("remote", "Oxigraph/", [])


def _released(store: ox.Store, digest: str) -> ox.Store:
    """Return the same release, which says a digest of itself."""
    copy = ox.Store()
    copy.extend(store)
    said = ox.Quad(ox.NamedNode("urn:release"), IDENTIFIER, ox.Literal(digest), RELEASE)
    copy.add(said)
    return copy


def test_another_release_is_refused(store: ox.Store, tmp_path: Path) -> None:
    ours, theirs = _released(store, "a1"), _released(store, "b2")
    with (
        oxigraph(theirs, tmp_path) as address,
        pytest.raises(WrongAnswerError, match=r"empreinte.*a1.*attendu.*b2"),
    ):
        checked(address, ours, NoTables())


def test_a_release_that_is_switched_under_us_is_noticed(store: ox.Store, tmp_path: Path) -> None:
    with oxigraph(_released(store, "b2"), tmp_path) as address:
        engine = RemoteEngine(remote_graph(address, _released(store, "a1"), 20), NoTables())
        for _ in range(2):
            with pytest.raises(WrongAnswerError, match="une autre release"):
                engine.ask(find("browse/exists"), iri=METIER)


def test_half_a_graph_is_refused(store: ox.Store, tmp_path: Path) -> None:
    half = ox.Store()
    half.extend(list(store)[:-40])
    with (
        oxigraph(half, tmp_path) as address,
        pytest.raises(WrongAnswerError, match="ne peut répondre pour cette release"),
    ):
        checked(address, store, NoTables())


def test_a_union_with_doubles_is_refused(store: ox.Store, tmp_path: Path) -> None:
    with (
        oxigraph(store, tmp_path, "--union-default-graph") as address,
        pytest.raises(WrongAnswerError, match="Les triplets de la vue, comptés"),
    ):
        checked(address, store, NoTables())


def test_what_a_publication_says_of_itself_is_no_fault(store: ox.Store, tmp_path: Path) -> None:
    published = ox.Store()
    published.extend(store)
    for name in ("publication", "attente", "attente:0123456789abcdef:urn:metiers:vue"):
        record = ox.NamedNode(f"urn:metiers:{name}")
        published.add(ox.Quad(record, IDENTIFIER, ox.Literal("a1"), record))
    with oxigraph(published, tmp_path) as address:
        assert checked(address, store, NoTables()).lacks == ()


@pytest.mark.parametrize(
    "answer",
    [http(b"<html>", "text/html"), http(b"no such page", "text/plain", "404 Not Found")],
    ids=["a page", "no page"],
)
def test_what_is_no_endpoint_is_refused_at_its_first_answer(store: ox.Store, answer: bytes) -> None:
    with answering(answer) as peer, pytest.raises(WrongAnswerError, match="reçu") as refusal:
        checked(peer.address, store, NoTables())
    assert len(peer.heard) == 1
    assert str(refusal.value).count(" attendu, ") == 1


def test_a_query_that_would_be_wrong_is_refused(graph: RemoteGraph) -> None:
    lacks = [find("engine/division"), find("api/rome_fap")]
    engine = RemoteEngine(graph, NoTables(), lacks)
    engine.check_answerable(Question("SELECT * { ?s ex:a/ex:b ?o }", None, None))
    for text in ("SELECT (?a / ?b AS ?c) {}", find("api/rome_fap").bound({})):
        with pytest.raises(RefusedQueryError, match="répondrait faux"):
            engine.check_answerable(Question(text, None, None))
