"""Quality of reconciliation: ``python -m tests.quality.reconciliation``.

Three tables. Damaged spellings of known names, drawn with a fixed seed from the release in
METIERS_HOME: how often the thing comes first, and among five. The French part of MELO. The speed of
a real server on that release.
"""

import json
import os
import random
import sqlite3
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import urlencode, urlsplit

from server.reconciliation.candidates import RECONCILED, find_candidates
from server.reconciliation.query_batch import ReconciliationQuery
from server.releases.layout import CURRENT, INDEX_FILE
from server.search.index import SearchIndex
from tests.quality import melo
from tests.quality.damage import HEAVY, LIGHT, Damage
from tests.soak.served import served

__all__ = ["DamageFigures", "KnownName", "Speed", "judge", "known_names", "measure_speed"]

_SEED: Final = 2026
_DRAWN: Final = 400
"""Names of each kind of damage."""
_SHORTEST: Final = 6
"""Letters of a name that is damaged."""
_NAMES: Final = """
SELECT type, thing, name, key FROM names JOIN things ON things.id = thing
WHERE rank < 2 ORDER BY type, iri, key
"""


class KnownName(NamedTuple):
    """A name of a thing that is reconciled."""

    type: str
    thing: int
    text: str
    key: str


@dataclass(frozen=True)
class DamageFigures:
    """How often what bears the name is first, and among five; a match; and a wrong match."""

    asked: int
    first: float
    five: float
    match: float
    wrong: float


@dataclass(frozen=True)
class Speed:
    """Seconds of a thousand titles in a hundred requests, and of ten whose type is to be guessed.

    `load` is that of the machine at the end.
    """

    thousand: float
    guess: float
    load: float


def known_names(path: Path) -> Sequence[KnownName]:
    """Return the names of an index, codes left out, in an order that is always the same."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        names = [KnownName(*row) for row in connection.execute(_NAMES)]
    return [name for name in names if name.type in RECONCILED and len(name.text) >= _SHORTEST]


def judge(index: SearchIndex, names: Sequence[KnownName], damage: Damage) -> DamageFigures:
    """Reconcile some damaged names with the type of their things: what bears the name is right."""
    drawn = random.Random(_SEED)
    bearing: dict[tuple[str, str], set[int]] = defaultdict(set)
    for name in names:
        bearing[name.type, name.key].add(name.thing)
    first = five = match = wrong = asked = 0
    for name in drawn.sample(names, len(names)):
        text = damage(name.text, drawn)
        if text == name.text:
            continue
        found = find_candidates(index, ReconciliationQuery([text], types=[name.type], limit=5))
        right = [each.thing.id in bearing[name.type, name.key] for each in found]
        is_match = any(each.is_match for each in found)
        asked += 1
        first += right[:1] == [True]
        five += any(right)
        match += is_match
        wrong += is_match and not right[0]
        if asked == _DRAWN:
            break
    return DamageFigures(asked, *(count / max(asked, 1) for count in (first, five, match, wrong)))


def measure_speed(home: Path, names: Sequence[KnownName]) -> Speed:
    """Reconcile a thousand titles, every other one damaged, over HTTP, one request at a time."""
    drawn = random.Random(_SEED)
    kinds = list(LIGHT.values())
    wanted = [name for name in names if name.type in ("metier", "appellation")]
    titles = [
        drawn.choice(kinds)(name.text, drawn) if n % 2 else name.text
        for n, name in enumerate(drawn.sample(wanted, 1010))
    ]
    with served(home, budget="0") as server:
        connection = HTTPConnection(urlsplit(server.address).netloc)
        with closing(connection):
            for warm in range(4):  # each process reads what it keeps of a release once
                _ask(connection, [f"essai {warm}"], "appellation")
                _ask(connection, [f"essai {warm}"], "")
            start = time.perf_counter()
            for at in range(0, 1000, 10):
                _ask(connection, titles[at : at + 10], "appellation")
            thousand = time.perf_counter() - start
            start = time.perf_counter()
            _ask(connection, titles[1000:], "")
            guess = time.perf_counter() - start
    return Speed(thousand, guess, os.getloadavg()[0])


def _ask(connection: HTTPConnection, titles: Sequence[str], type_: str) -> None:
    typed = {"type": type_} if type_ else {}
    queries = {f"q{n}": {"query": text, "limit": 3, **typed} for n, text in enumerate(titles)}
    body = urlencode({"queries": json.dumps(queries)})
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/reconciliation/0.2", body, headers)
    response = connection.getresponse()
    said = response.read()
    assert response.status == 200, said


def _print_damage(kinds: Mapping[str, Damage], path: Path) -> None:
    index, names = SearchIndex(path), known_names(path)
    for kind, damage in kinds.items():
        found = judge(index, names, damage)
        print(
            f"{kind:24}{found.asked:6}{found.first:9.3f}{found.five:9.3f}"
            f"{found.match:9.3f}{found.wrong:9.4f}",
            flush=True,
        )


def main() -> None:
    """Measure and print."""
    home = Path(os.environ.get("METIERS_HOME", "var"))
    path = home / CURRENT / INDEX_FILE
    print(f"{'damage':24}{'names':>6}{'first':>9}{'of five':>9}{'match':>9}{'wrong':>9}")
    _print_damage(LIGHT, path)
    print("heavier:")
    _print_damage(HEAVY, path)
    if melo.FOLDER.is_dir():
        print(f"\n{'MELO, French':24}{'asked':>6}{'first':>9}{'of five':>9}{'map':>9}")
        for part, found in melo.measure().items():
            print(f"{part:24}{found.queries:6}{found.first:9.3f}{found.five:9.3f}{found.map:9.3f}")
    speed = measure_speed(home, known_names(path))
    print(f"\n1,000 titles in 100 requests: {speed.thousand:.2f} s (target 2)")
    print(f"ten titles of any type: {1000 * speed.guess:.0f} ms (target 100)")
    print(f"load of the machine: {speed.load:.1f}")


if __name__ == "__main__":
    main()
