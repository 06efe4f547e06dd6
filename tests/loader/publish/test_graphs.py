import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from loader.corpus.problems import LoaderError
from loader.publish.graphs import VIEW, describe_graphs, lines_of
from loader.release.release_reader import BuiltRelease


def test_the_view_and_every_graph_are_described(smaller: Path) -> None:
    release = BuiltRelease(smaller)
    graphs = describe_graphs(release.store, release.manifest)
    assert graphs[0].name == VIEW
    assert graphs[0].triples == release.manifest.counts["view"]
    assert sum(graph.triples for graph in graphs) == len(release.store)
    assert len({graph.name for graph in graphs}) == len(graphs)
    for graph in graphs[:3]:
        lines = list(lines_of(release.store, graph.name))
        assert len(lines) == graph.triples
        assert hashlib.sha256(b"".join(lines)).hexdigest() == graph.sha256
        assert all(line.endswith(b" .\n") for line in lines)


def test_a_store_that_is_not_what_its_manifest_says_is_told(smaller: Path) -> None:
    release = BuiltRelease(smaller)
    counts = {**release.manifest.counts, "quads": 3}
    with pytest.raises(LoaderError, match="son manifeste en dit 3"):
        describe_graphs(release.store, replace(release.manifest, counts=counts))
