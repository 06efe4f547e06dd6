"""A server of a release's files that a test may falsify, and links that are looked at for ever."""

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pyoxigraph import DefaultGraph, Store

from server.releases.layout import read_manifest
from tests.loader.fetch.publisher import Publisher, careful, whole

__all__ = ["MARK", "offer", "says_one_release", "watched"]

MARK = "graph/release"


def offer(publisher: Publisher, folder: Path, **said: Any) -> str:
    """Offer a release as `metiers serve` does; what is `said` replaces parts of its list."""
    digest = str(said.get("digest", read_manifest(folder).digest))
    root = f"/releases/{digest}"
    files = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not name.startswith(("store/LOG", "store/LOCK")):
            data = path.read_bytes()
            sha256 = hashlib.sha256(data).hexdigest()
            files.append({"path": name, "size": len(data), "sha256": sha256, "modified": 10**9})
            publisher.answers(f"{root}/files/{name}", careful(data, f'"{sha256}"'))
    listed = {"digest": digest, "software": "metiers-graphe 0.0.1", "files": files} | said
    publisher.answers("/manifest.json", as_json({"digest": digest}))
    publisher.answers(f"{root}/files.json", as_json(listed))
    return publisher.root


def as_json(document: object) -> Any:
    """Return the answer that is a document in JSON."""
    return whole(json.dumps(document).encode(), type_="application/json")


def says_one_release(home: Path) -> str:
    """Open what `current` leads to, as a server does; return the digest that all of it says."""
    folder = (home / "current").resolve()
    manifest = read_manifest(folder)
    store = Store.read_only(str(folder / "store"))
    assert folder.name == manifest.digest
    assert store.query(
        f'ASK {{ GRAPH ?g {{ ?r <http://purl.org/dc/terms/identifier> "{manifest.digest}" }}'
        f' FILTER(STRENDS(STR(?g), "{MARK}")) }}'
    )
    view = sum(1 for _ in store.quads_for_pattern(None, None, None, DefaultGraph()))
    assert view == manifest.counts["view"]
    return manifest.digest


@contextmanager
def watched(home: Path) -> Iterator[list[str]]:
    """Look at a home without a pause; give the digests that it said, one for each look."""
    found: list[str] = []
    faults: list[Exception] = []
    stop = threading.Event()

    def look() -> None:
        while not stop.is_set():
            try:
                found.append(says_one_release(home))
            except Exception as error:
                faults.append(error)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield found
    finally:
        stop.set()
        thread.join()
    assert faults == []
    assert found
