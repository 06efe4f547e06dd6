"""What each query of the library answers as it stands: on the seeds, and on the small release.

The small release of the server's tests answers beside the seeds. Expected are how many rows there
are, and the first of them; texts are cut short. `GOLDEN=write pytest tests/queries/test_golden.py`
writes them anew, to be read.
"""

import json
import os
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from ontology import base, prefixes
from server.api.library import library
from server.iris import compact
from tests.queries.test_queries import ELSEWHERE

HERE = Path(__file__).parent
FIRST, LONGEST = 3, 60


def shown(term: Any) -> str:
    if term is None:
        return "-"
    if isinstance(term, ox.NamedNode):
        return compact(term.value, prefixes())
    return term.value[:LONGEST] if isinstance(term, ox.Literal) else str(term)


def answer(store: ox.Store, text: str) -> dict[str, Any]:
    """Return how many rows, or triples, a query has, and the first of them."""
    found = store.query(text, base_iri=base())
    if isinstance(found, ox.QueryTriples):
        rows = sorted([shown(t.subject), shown(t.predicate), shown(t.object)] for t in found)
    else:
        assert isinstance(found, ox.QuerySolutions)
        rows = [[*map(shown, row)] for row in found]
    return {"rows": len(rows), "first": rows[:FIRST]}


def golden(name: str, answers: dict[str, Any]) -> dict[str, Any]:
    """Return what is expected, by query; written first if that is asked for."""
    file = HERE / f"golden_{name}.json"
    if os.environ.get("GOLDEN") == "write":
        lines = (
            f'"{key}": {json.dumps(said, ensure_ascii=False)}' for key, said in answers.items()
        )
        file.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    expected: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return expected


def test_what_the_library_answers_on_the_small_release(store: ox.Store) -> None:
    answers = {
        name: answer(store, query.query.bound(ELSEWHERE.get(query.query.name, {})))
        for name, query in library().items()
    }
    assert answers == golden("small", answers)
    assert _unanswered(answers) == []


def test_what_the_library_answers_on_the_seeds(planted: Path) -> None:
    store = ox.Store.read_only(str(planted / "store"))
    answers = {name: answer(store, query.query.body) for name, query in library().items()}
    assert answers == golden("seeds", answers)
    assert _unanswered(answers) == []


def _unanswered(answers: dict[str, Any]) -> list[str]:
    return [name for name, said in answers.items() if not said["rows"]]
