import json
import shutil
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from loader.corpus.problems import LoaderError
from loader.publish.publish import PublicationResult, publish
from loader.publish.record import WAITING, release_line, switch_line
from loader.publish.target import Target, TargetError, open_target
from loader.release.release_reader import BuiltRelease
from server.engine.embedded import NoTables
from server.engine.remote.address import RemoteAddress
from server.engine.remote.capabilities import checked
from tests.engines.programs import oxigraph, virtuoso
from tests.loader.command import Metiers
from tests.loader.publish.killed import kill_publications, waiting_graphs
from tests.loader.publish.stores import JOINED, ask, exact, facts_of


def silent(_: int, __: int | None) -> None:
    """Show nothing."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[str]:
    folder = tmp_path / "store"
    folder.mkdir()
    with oxigraph(folder, command="serve") as address:
        yield address


def put(address: str, release: Path) -> PublicationResult:
    with open_target(address, {}) as target:
        return publish(BuiltRelease(release), target, silent)


def write(address: str, update: str) -> None:
    """Let somebody else write in a store."""
    asked = urllib.request.Request(f"{address}/update", update.encode())
    asked.add_header("Content-Type", "application/sparql-update")
    with urllib.request.urlopen(asked):
        pass


BEGUN = f"SELECT ?g {{ GRAPH ?g {{ <{WAITING}> ?p ?o }} }}"


class StoppedError(Exception):
    """What stops a publication, as a power cut would."""


def stopping(monkeypatch: pytest.MonkeyPatch, method: str, after: int) -> None:
    """Let a method of a target be called some times, then stop."""
    left, real = [after], getattr(Target, method)

    def call(self: Target, *arguments: Any) -> Any:
        left[0] -= 1
        if left[0] < 0:
            raise StoppedError
        return real(self, *arguments)

    monkeypatch.setattr(Target, method, call)


def test_a_store_answers_the_release_to_the_quad_then_the_next(
    metiers: Metiers, store: str, smaller: Path, planted: Path
) -> None:
    shutil.copytree(smaller.parents[1], metiers.home, symlinks=True)
    told = metiers("publish", store)
    assert (told.status, told.err) == (0, "")
    assert "publiée dans Oxigraph" in " ".join(told.out.split())
    assert exact(store) == smaller.name
    assert "déjà publiée" in metiers("publish", store).out
    done = put(store, planted)
    assert exact(store) == planted.name
    assert 0 < done.sent < done.graphs
    served = checked(RemoteAddress(f"{store}/query"), BuiltRelease(planted).store, NoTables())
    assert served.lacks == ()
    assert waiting_graphs(store) == ["urn:metiers:publication"]
    back = put(store, smaller)
    assert exact(store) == smaller.name
    assert back.removed > 0


@pytest.mark.parametrize(("method", "after"), [("add", 1), ("add", 2), ("update", 0)])
def test_a_publication_that_stops_changes_nothing_and_is_resumed(
    store: str,
    smaller: Path,
    planted: Path,
    monkeypatch: pytest.MonkeyPatch,
    method: str,
    after: int,
) -> None:
    put(store, smaller)
    monkeypatch.setattr("loader.publish.publish._BATCH", 3000)
    with monkeypatch.context() as patch:
        stopping(patch, method, after)
        with pytest.raises(StoppedError):
            put(store, planted)
    assert exact(store) == smaller.name
    assert "urn:metiers:attente" in waiting_graphs(store)
    done = put(store, planted)
    assert exact(store) == planted.name
    assert waiting_graphs(store) == ["urn:metiers:publication"]
    if method == "update":
        assert (done.sent, done.waited > 0) == (0, True)


def test_what_waits_of_another_release_is_dropped(
    store: str, smaller: Path, planted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, smaller)
    with monkeypatch.context() as patch:
        stopping(patch, "update", 0)
        with pytest.raises(StoppedError):
            put(store, planted)
    assert len(waiting_graphs(store)) > 2
    put(store, smaller)
    assert waiting_graphs(store) == ["urn:metiers:publication"]
    assert exact(store) == smaller.name


def test_nothing_is_switched_where_the_counts_are_not_right(
    store: str, smaller: Path, planted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, smaller)
    real = Target.add

    def lossy(self: Target, parts: Any) -> None:
        real(self, [(name, lines[1:] if len(lines) > 99 else lines) for name, lines in parts])

    with monkeypatch.context() as patch:
        patch.setattr(Target, "add", lossy)
        with pytest.raises(TargetError, match="rien n'est échangé"):
            put(store, planted)
    assert exact(store) == smaller.name
    put(store, planted)
    assert exact(store) == planted.name


def test_a_switch_done_twice_harms_nothing(
    store: str, smaller: Path, planted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, smaller)
    real = Target.update

    def twice(self: Target, statements: Any) -> None:
        real(self, statements)
        real(self, statements)

    monkeypatch.setattr(Target, "update", twice)
    put(store, planted)
    assert exact(store) == planted.name


def test_a_store_that_is_still_at_a_switch_is_left_alone(
    store: str, smaller: Path, planted: Path
) -> None:
    put(store, smaller)
    begun = switch_line(planted.name).decode()
    write(store, f"INSERT DATA {{ GRAPH <{WAITING}> {{ {begun} }} }}")
    for release in (planted, smaller):
        with pytest.raises(TargetError, match=f"DROP SILENT GRAPH <{WAITING}>"):
            put(store, release)
    assert exact(store) == smaller.name
    write(store, f"DROP SILENT GRAPH <{WAITING}>")
    put(store, planted)
    assert exact(store) == planted.name


def test_two_publications_at_once_are_told(
    store: str, smaller: Path, planted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, smaller)
    real = Target.add

    def beside(self: Target, parts: Any) -> None:
        real(self, parts)
        write(store, f"INSERT DATA {{ GRAPH <{WAITING}> {{ {release_line('ab').decode()} }} }}")

    monkeypatch.setattr(Target, "add", beside)
    with pytest.raises(TargetError, match="une autre publication"):
        put(store, planted)
    assert exact(store) == smaller.name


def test_a_graph_that_somebody_has_changed_is_put_back(store: str, smaller: Path) -> None:
    put(store, smaller)
    ((_, view, _),) = ask(store, JOINED)
    write(store, "DELETE WHERE { ?s a ?o }")
    assert put(store, smaller).sent == 1
    assert exact(store) == smaller.name
    assert facts_of(smaller)[0][1] == view


def test_a_store_that_was_loaded_otherwise_is_refused(store: str, smaller: Path) -> None:
    write(store, "INSERT DATA { <urn:a> <urn:b> <urn:c> }")
    with pytest.raises(TargetError, match="1 triplets hors de tout graphe"):
        put(store, smaller)
    write(store, "DROP ALL ; INSERT DATA { GRAPH <urn:others> { <urn:a> <urn:b> <urn:c> } }")
    put(store, smaller)
    assert ("urn:others",) in ask(store, "SELECT ?g { GRAPH ?g {} }")


def test_a_home_without_a_release_is_told(metiers: Metiers, store: str) -> None:
    told = metiers("publish", store)
    assert (told.status, "aucune release" in told.err) == (1, True)


def test_publications_killed_at_random_moments(
    planted: Path, smaller: Path, tmp_path: Path
) -> None:
    kill_publications(tmp_path / "store", (smaller, planted), 3)


@pytest.fixture
def debian(tmp_path: Path) -> Iterator[str]:
    with virtuoso(tmp_path) as running:
        yield running.address


def test_a_virtuoso_answers_the_release_and_then_the_next(
    metiers: Metiers,
    debian: str,
    smaller: Path,
    planted: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("METIERS_PUBLISH_USER", "dba")
    monkeypatch.setenv("METIERS_PUBLISH_PASSWORD", "wrong")
    shutil.copytree(smaller.parents[1], metiers.home, symlinks=True)
    assert "401" in metiers("publish", debian).err
    who = {"METIERS_PUBLISH_USER": "dba", "METIERS_PUBLISH_PASSWORD": "dba"}
    for release in (smaller, planted, smaller):
        with open_target(debian, who) as target:
            with monkeypatch.context() as patch:
                stopping(patch, "update", 0)
                with pytest.raises(StoppedError):
                    publish(BuiltRelease(release), target, silent)
            done = publish(BuiltRelease(release), target, silent)
            assert (done.sent, done.waited > 0) == (0, True)
            assert not [name for (name,) in ask(debian, BEGUN, "/sparql")]
        assert ask(debian, JOINED, "/sparql") == [facts_of(release)[0]]
        view = "SELECT (COUNT(*) AS ?n) { GRAPH <urn:metiers:vue> { ?s ?p ?o } }"
        assert ask(debian, view, "/sparql") == [facts_of(release)[1]]


def test_a_virtuoso_that_is_still_at_a_switch_is_left_alone(
    debian: str, smaller: Path, planted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = {"METIERS_PUBLISH_USER": "dba", "METIERS_PUBLISH_PASSWORD": "dba"}
    with open_target(debian, who) as target:
        publish(BuiltRelease(smaller), target, silent)
        with monkeypatch.context() as patch:
            stopping(patch, "update", 1)  # the switch is announced, and its request never answered
            with pytest.raises(StoppedError):
                publish(BuiltRelease(planted), target, silent)
        with pytest.raises(TargetError, match="sans finir"):
            publish(BuiltRelease(planted), target, silent)
        assert ask(debian, JOINED, "/sparql") == [facts_of(smaller)[0]]
        target.update([f"DROP SILENT GRAPH <{WAITING}>"])
        with monkeypatch.context() as patch:
            _refusing_switches(patch)
            with pytest.raises(TargetError, match="refusé"):
                publish(BuiltRelease(planted), target, silent)
        publish(BuiltRelease(planted), target, silent)
        assert ask(debian, JOINED, "/sparql") == [facts_of(planted)[0]]


def _refusing_switches(patch: pytest.MonkeyPatch) -> None:
    """Let a store refuse each update that is a switch."""
    real = Target.update

    def update(self: Target, statements: Any) -> None:
        if len(statements) > 1:
            raise TargetError("refusé")
        real(self, statements)

    patch.setattr(Target, "update", update)


def test_a_release_that_is_not_whole_is_not_published(
    store: str, smaller: Path, tmp_path: Path
) -> None:
    other = shutil.copytree(smaller, tmp_path / smaller.name)
    manifest = json.loads((other / "manifest.json").read_text("utf-8"))
    manifest["counts"]["quads"] += 1
    (other / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    with pytest.raises(LoaderError, match="la rebâtir"):
        put(store, other)
    assert exact(store) == ""
