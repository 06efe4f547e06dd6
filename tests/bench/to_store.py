"""From files to an opened store, in a process of its own: `python -m tests.bench.to_store`.

Prints the seconds since the process was born and the bytes of memory that it held at most, then
writes the N-Quads that were loaded, once each, beside the store.
"""

import argparse
import json
import resource
import time
from pathlib import Path

import psutil
from pyoxigraph import Store

from loader.corpus.corpus import read_corpus
from loader.editions.options import parse_edition_options
from loader.release.fill_store import fill_store

STORE, LINES = "store", "all.nq"


def main() -> None:
    """Read, say, load and open; the dump is made once the clock has stopped."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("sources", type=Path, nargs="+")
    parser.add_argument("--edition", action="append", default=[])
    given = parser.parse_args()
    store = given.folder / STORE
    corpus = read_corpus(given.sources, parse_edition_options(given.edition, given.sources))
    _, runs = fill_store(corpus, store, given.folder / "runs")
    Store.read_only(str(store))
    seconds = time.time() - psutil.Process().create_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"seconds": seconds, "peak": peak}))
    with (given.folder / LINES).open("wb") as lines:
        lines.writelines(runs.sorted_lines())


if __name__ == "__main__":
    main()
