"""Publication: stage what differs beside what answers, verify, switch in one request, verify.

Whatever stops it, and wherever, the store answers the old release or the new one. The next try,
from whichever machine, reads in the store what waits there whole, and goes on.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from loader.corpus.problems import LoaderError
from loader.publish.graphs import VIEW, PublishedGraph, describe_graphs, lines_of
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
from loader.publish.target import Part, Target, TargetError
from loader.release.release_reader import BuiltRelease
from ontology import base

_BATCH: Final = 20_000
"""Lines of one request: small graphs go together, large ones in parts."""


@dataclass(frozen=True, slots=True)
class PublicationResult:
    """What was done: graphs of the release, those sent, those that waited, those removed.

    `triples` are those of the release. Where the last three are none, it was there already.
    """

    digest: str
    graphs: int
    triples: int
    sent: int
    waited: int
    removed: int


@dataclass(frozen=True, slots=True)
class _State:
    """What a store holds: the two records, and how many triples are where."""

    published: PublicationRecord
    waiting: PublicationRecord
    counts: Mapping[str, int]

    def holds(self, graph: PublishedGraph) -> bool:
        """Tell whether a graph answers already, as it should."""
        return (
            self.published.graphs.get(graph.name) == graph
            and self.counts.get(graph.name) == graph.triples
        )

    def has_staged(self, graph: PublishedGraph) -> bool:
        """Tell whether a graph waits, whole."""
        return (
            self.waiting.graphs.get(graph.name) == graph
            and self.counts.get(staging_name(graph)) == graph.triples
        )

    @property
    def staged(self) -> list[str]:
        """The graphs that wait."""
        return sorted(filter(is_staged, self.counts))


def publish(
    release: BuiltRelease, target: Target, watch: Callable[[int, int | None], None]
) -> PublicationResult:
    """Make a store answer a release, and nothing of the one before; `watch` is given triples.

    `LoaderError` where it cannot be: what answered still does.
    """
    graphs = describe_graphs(release.store, release.manifest)
    wanted = PublicationRecord(release.manifest.digest, {each.name: each for each in graphs})
    state = _read_state(target)
    _refuse_foreign(state, target)
    _refuse_begun(state, target)
    changed = [graph for graph in graphs if not state.holds(graph)]
    gone = sorted(state.published.graphs.keys() - wanted.graphs.keys())
    if not changed and not gone and state.published == wanted:
        _clear(target, state)
        return _result(wanted, 0, 0, 0)
    state = _without_others(target, state, wanted, changed)
    missing = [graph for graph in changed if not state.has_staged(graph)]
    kept = [graph for graph in graphs if graph not in changed]
    target.add([(WAITING, [release_line(wanted.digest), *_said(kept)])])
    _stage(release, target, missing, watch)
    _check_staged(_read_state(target), wanted, changed, target)
    _switch(target, wanted, changed, gone)
    _check_published(_read_state(target), wanted, gone, target)
    return _result(wanted, len(missing), len(changed) - len(missing), len(gone))


def _result(wanted: PublicationRecord, sent: int, waited: int, removed: int) -> PublicationResult:
    triples = sum(graph.triples for graph in wanted.graphs.values())
    return PublicationResult(wanted.digest, len(wanted.graphs), triples, sent, waited, removed)


def _read_state(target: Target) -> _State:
    published, waiting = read_records(target.rows("record"))
    counts = {row["graph"]: int(row["triples"]) for row in target.rows("graphs")}
    if target.kind.view:
        counts[VIEW] = int(target.rows("view")[0]["triples"])
    return _State(published, waiting, counts)


def _refuse_foreign(state: _State, target: Target) -> None:
    """Refuse a store that holds a release that nothing says was published: it would stay."""
    ours = [name for name in state.counts if name.startswith(f"{base()}graph/")]
    loaded = state.counts.get(VIEW, 0)
    if not state.published.digest and (ours or loaded):
        raise TargetError(
            f"{target.url} tient déjà {len(ours)} graphes nommés comme les nôtres, et {loaded}"
            " triplets hors de tout graphe, qu'aucune publication n'y a mis : les ôter d'abord"
            " (Oxigraph se lance sans --union-default-graph)"
        )


def _refuse_begun(state: _State, target: Target) -> None:
    """Refuse a store that is still at a switch: a second one would move what is gone, and empty it.

    It is said of none that switches as a whole, or not at all.
    """
    if state.waiting.begun:
        raise TargetError(
            f"{target.url} : un échange y a commencé sans finir : attendre, puis relancer ; si le"
            f" magasin s'est arrêté au milieu, y faire « DROP SILENT GRAPH <{WAITING}> » d'abord"
        )


def _clear(target: Target, state: _State) -> None:
    if state.staged:
        target.update([f"DROP SILENT GRAPH <{name}>" for name in state.staged])


def _without_others(
    target: Target,
    state: _State,
    wanted: PublicationRecord,
    changed: Sequence[PublishedGraph],
) -> _State:
    """Drop what waits of another release; return what a store holds after that."""
    names = {WAITING, *map(staging_name, changed)}
    rows = state.waiting.graphs.items()
    same = state.waiting.digest in ("", wanted.digest)
    if same and names.issuperset(state.staged) and rows <= wanted.graphs.items():
        return state
    _clear(target, state)
    return _read_state(target)


def _said(graphs: Sequence[PublishedGraph]) -> Iterator[bytes]:
    for graph in graphs:
        yield from graph_lines(graph)


def _stage(
    release: BuiltRelease,
    target: Target,
    graphs: Sequence[PublishedGraph],
    watch: Callable[[int, int | None], None],
) -> None:
    """Add graphs under their waiting names, each recorded with its last lines, or after them."""
    total, done, size = sum(graph.triples for graph in graphs), 0, 0
    parts: list[Part] = []
    whole: list[PublishedGraph] = []
    for graph in graphs:
        lines: list[bytes] = []
        for line in lines_of(release.store, graph.name):
            lines.append(line)
            if size + len(lines) >= _BATCH:
                _send(target, [*parts, (staging_name(graph), lines)], whole)
                done += size + len(lines)
                watch(done, total)
                parts, whole, lines, size = [], [], [], 0
        parts += [(staging_name(graph), lines)] if lines else []
        whole.append(graph)
        size += len(lines)
    _send(target, parts, whole)
    watch(total, total)


def _send(target: Target, parts: Sequence[Part], whole: Sequence[PublishedGraph]) -> None:
    if whole:
        parts = [*parts, (WAITING, list(_said(whole)))]
    if parts:
        target.add(parts)


def _check_staged(
    state: _State,
    wanted: PublicationRecord,
    changed: Sequence[PublishedGraph],
    target: Target,
) -> None:
    """Refuse to switch unless all that is to answer is there, by its counts and its digests."""
    wrong = [graph.name for graph in changed if not state.has_staged(graph)]
    if wrong or state.waiting != wanted:
        what = (
            f"{len(wrong)} graphes n'y sont pas comme ils furent envoyés, dont <{wrong[0]}>"
            if wrong
            else "une autre publication s'y fait en même temps"
        )
        raise TargetError(
            f"{target.url} : {what} : rien n'est échangé, l'ancienne release répond ; la même"
            " commande reprend"
        )


def _switch(
    target: Target,
    wanted: PublicationRecord,
    changed: Sequence[PublishedGraph],
    gone: Sequence[str],
) -> None:
    """Put what waits in its place and remove what is gone, in one request.

    A store that is `whole` fails where a graph that waited is no longer there: another try, ended
    meanwhile, may have switched; then all is well. Another one is told first that a switch begins.
    """
    begun = switch_line(wanted.digest).decode().strip()
    statements = [
        f"MOVE GRAPH <{staging_name(graph)}> TO {target.place_of(graph.name)}" for graph in changed
    ]
    statements += [f"DROP SILENT {target.place_of(name)}" for name in gone]
    statements.append(f"MOVE GRAPH <{WAITING}> TO GRAPH <{PUBLICATION}>")
    if not target.kind.whole:
        target.update([f"INSERT DATA {{ GRAPH <{WAITING}> {{ {begun} }} }}"])
        statements.append(f"DELETE DATA {{ GRAPH <{PUBLICATION}> {{ {begun} }} }}")
    try:
        target.update(statements)
    except TargetError:  # its answer: it is at it no more
        if _read_state(target).published != wanted:
            if not target.kind.whole:
                target.update([f"DELETE DATA {{ GRAPH <{WAITING}> {{ {begun} }} }}"])
            raise


def _check_published(
    state: _State, wanted: PublicationRecord, gone: Sequence[str], target: Target
) -> None:
    """Raise `LoaderError` unless a store answers the release, whole, and nothing waits there."""
    wrong = [name for name, graph in wanted.graphs.items() if not state.holds(graph)]
    left = [name for name in (*gone, *state.staged) if state.counts.get(name)]
    if wrong or left or state.published != wanted:
        first = next(iter((*wrong, *left)), PUBLICATION)
        raise LoaderError(
            f"{target.url} : après l'échange, {len(wrong) + len(left)} graphes n'ont pas leur"
            f" compte, dont <{first}> : quelqu'un d'autre y écrit ? relancer"
        )
