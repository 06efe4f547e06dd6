"""The queries that a build asks of all sources: none takes it long."""

import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from queries import folder

FOLDERS = ("codes", "pages", "reconciliation", "release", "search", "tables")
MOST = 5.0
"""Seconds of processor; the longest takes one."""


@pytest.mark.corpus
@pytest.mark.parametrize("name", FOLDERS)
def test_a_build_asks_nothing_that_takes_long(everything: Path, name: str) -> None:
    store = ox.Store.read_only(str(everything / "store"))
    taken = {}
    for query in folder(name).values():
        if any(not param.example for param in query.params):
            continue
        began, results = time.thread_time(), store.query(query.text)
        if not isinstance(results, ox.QueryBoolean):
            for _ in results:
                if time.thread_time() - began > MOST:
                    break
        taken[query.name] = time.thread_time() - began
    assert {each: seconds for each, seconds in taken.items() if seconds > MOST} == {}
