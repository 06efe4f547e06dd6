"""Visitors of all kinds at full speed; each of their requests has an outcome, and is counted."""

import http.client
import itertools
import json
import random
import socket
import threading
import time
import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from tests.soak.hostile.attack import Attack, asking, faults, hurried, send
from tests.soak.hostile.bombs import BOMBS, DEEP, LONG
from tests.soak.hostile.encodings import ENCODINGS
from tests.soak.hostile.malformed import MALFORMED

__all__ = ["Tally", "Visitor"]

_WEIGHTS = {
    "new": 43,
    "repeated": 15,
    "unchanged": 15,
    "page": 10,
    "rows": 3,
    "file": 3,
    "wrong": 4,
    "leaving": 5,
    "hostile": 2,
}
_BOMB_IN = 8
"""One in so many hostile requests is a bomb, which takes a worker until its deadline."""
_BOMBS = [hurried(each, 0.5) for each in BOMBS]
_HOSTILE = [*(hurried(each, 0.5) for each in (*DEEP, *LONG)), *ENCODINGS, *MALFORMED]
_ROWS = 2_000
_IDLE = 2.0
"""Seconds after which a connection is not used again: the server closes it after five."""
_PATHS = ("/", "/doc/metier/MET.797.html", "/doc/metier/MET.797.ttl", "/metiers", "/health",
          "/recherche?q=bois", "/ontology", "/manifest.json", "/static/site.css")  # fmt: skip
_numbers = itertools.count(1)


@dataclass
class Tally:
    """How many requests were made, and what became of each."""

    asked: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def total(self) -> int:
        """How many requests have an outcome."""
        return self.outcomes.total()

    def ask(self, kind: str) -> None:
        """Note a request that is about to be made."""
        with self._lock:
            self.asked[kind] += 1

    def note(self, kind: str, outcome: str, failure: str = "") -> None:
        """Note what became of a request."""
        with self._lock:
            self.outcomes[outcome] += 1
            if failure:
                self.failures.append(f"{kind}: {failure}")


class Visitor(threading.Thread):
    """One client, of an address of its own, until it is told to stop."""

    def __init__(self, address: str, number: int, tally: Tally, stop: threading.Event) -> None:
        super().__init__(name=f"visitor {number}")
        self._address, self._tally, self._ended = address, tally, stop
        self._source = f"127.0.1.{number + 1}"
        self._chance = random.Random(number)
        self._connection = self._connect()
        self._used = time.monotonic()
        self._tags: dict[str, str] = {}

    def run(self) -> None:
        """Make requests, of each kind as often as its weight says."""
        kinds, weights = [*_WEIGHTS], [*_WEIGHTS.values()]
        try:
            while not self._ended.is_set():
                (kind,) = self._chance.choices(kinds, weights)
                self._tally.ask(kind)
                self._visit(kind, getattr(self, f"_{kind}"))
        finally:
            self._connection.close()

    def _visit(self, kind: str, visit: Callable[[], str]) -> None:
        try:
            self._tally.note(kind, visit())
        except (OSError, http.client.HTTPException, AssertionError, ValueError) as failure:
            self._tally.note(kind, "failed", repr(failure))
            self._connection.close()
            self._connection = self._connect()

    def _connect(self) -> http.client.HTTPConnection:
        netloc = urlsplit(self._address).netloc
        return http.client.HTTPConnection(netloc, timeout=60, source_address=(self._source, 0))

    def _get(self, path: str, accept: str, tag: str = "") -> tuple[int, bytes, str]:
        if time.monotonic() - self._used > _IDLE:
            self._connection.close()
        self._used = time.monotonic()
        headers = {"Accept": accept} | ({"If-None-Match": tag} if tag else {})
        self._connection.request("GET", path, headers=headers)
        response = self._connection.getresponse()
        body = response.read()
        return response.status, body, response.getheader("ETag") or ""

    def _ask(self, query: str, accept: str = "application/json") -> tuple[int, bytes, str]:
        return self._get(f"/sparql?query={quote(query)}", accept)

    def _new(self) -> str:
        number = next(_numbers)
        status, body, _ = self._ask(f"SELECT ({number} AS ?n) {{ ?s a ?class }} LIMIT 1")
        if status == 503:
            return _refusal(body)
        (row,) = json.loads(body)["results"]["bindings"]
        assert int(row["n"]["value"]) == number, body
        return "answered"

    def _repeated(self) -> str:
        status, body, _ = self._ask(f"ASK {{ FILTER({self._chance.randrange(50)} >= 0) }}")
        if status == 503:
            return _refusal(body)
        assert json.loads(body)["boolean"] is True, body
        return "answered"

    def _unchanged(self) -> str:
        path = self._chance.choice(_PATHS[1:4])
        status, body, tag = self._get(path, "*/*", self._tags.get(path, ""))
        self._tags[path] = tag
        assert status in (200, 304), status
        assert bool(body) == (status == 200), body[:100]
        return "answered" if status == 200 else "unchanged"

    def _page(self) -> str:
        status, body, _ = self._get(self._chance.choice(_PATHS), "text/html, */*;q=0.5")
        assert status in (200, 404), status
        assert body
        return "answered"

    def _rows(self) -> str:
        query = f"SELECT * {{ ?s ?p ?o . ?t ?q ?u }} LIMIT {_ROWS}"
        status, body, _ = self._ask(query, "text/csv")
        if status == 503:
            return _refusal(body)
        assert body.count(b"\r\n") == _ROWS + 1, len(body)
        return "answered"

    def _file(self) -> str:
        status, body, _ = self._get("/dump/dataset.nq.gz", "*/*")
        assert status == 200, status
        assert zlib.decompress(body, 31).endswith(b".\n")
        return "answered"

    def _wrong(self) -> str:
        status, body, _ = self._ask(self._chance.choice(("SELEKT", "CLEAR ALL", "ASK { ?s }")))
        assert status in (400, 503), status
        return _refusal(body)

    def _leaving(self) -> str:
        """Leave in the middle of a request, or of its answer."""
        query = self._chance.choice((_BOMBS[0], _BOMBS[1], asking("", "SELECT * { ?s ?p ?o }")))
        parts = urlsplit(self._address)
        where = (parts.hostname or "", parts.port or 80)
        with socket.create_connection(where, 10, (self._source, 0)) as client:
            client.sendall(query.raw[: self._chance.randrange(1, 2 * len(query.raw))])
            if self._chance.random() < 0.5:
                client.settimeout(0.05)
                try:
                    client.recv(100)
                except TimeoutError:
                    return "left"
        return "left"

    def _hostile(self) -> str:
        bomb = self._chance.randrange(_BOMB_IN) == 0
        attack: Attack = self._chance.choice(_BOMBS if bomb else _HOSTILE)
        reply = send(self._address, attack.raw, self._source)
        found = faults(attack, reply)
        assert found == [] or reply.status == 503, f"{attack.name}: {found}"
        if not reply.whole:
            return "broken off"
        return "refused" if reply.status >= 400 else "answered"


def _refusal(body: bytes) -> str:
    assert json.loads(body)["status"] >= 400, body
    return "refused"
