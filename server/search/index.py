"""The full-text index of a release: ranked look-ups in a read-only SQLite file."""

import json
import re
import sqlite3
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from ontology.folding import fold

__all__ = ["Hit", "SearchIndex", "tokens", "words"]

_WORD = re.compile(r"[^\W_]+")
_MOST_WORDS = 12
_FEW = 5
_EMPTY_WORDS = frozenset(
    {"a", "au", "aux", "d", "dans", "de", "des", "du", "en", "et", "l", "la", "le", "les"}
    | {"ou", "par", "pour", "qu", "que", "qui", "sur", "un", "une", "metier", "metiers"}
)
_NAMES = "{label alt}"
_LABELS = "{label alt rome}"
_SELECT = """
SELECT docs.iri, docs.type, docs.label, docs.note
FROM search JOIN docs ON docs.id = search.rowid
WHERE search MATCH ?
ORDER BY bm25(search, 10, 6, 3, 2, 1) * iif(docs.type = 'metier', 3, 1), docs.label
"""
_NAMED = """
SELECT docs.iri, docs.type, docs.label, docs.note
FROM json_each(?) AS asked JOIN docs ON docs.iri = asked.value
ORDER BY asked.key
"""


@dataclass(frozen=True)
class Hit:
    """Something found: `type` is the kind of thing (metier, formation, rome…)."""

    iri: str
    type: str
    label: str
    note: str


def tokens(text: str) -> list[str]:
    """Return all the words of a text, folded."""
    return _WORD.findall(fold(text))


def words(text: str) -> list[str]:
    """Return the folded words of a text that are worth looking for, at most twelve."""
    found = tokens(text)
    return ([word for word in found if word not in _EMPTY_WORDS] or found)[:_MOST_WORDS]


class SearchIndex:
    """An index opened read-only; OSError or ValueError if the file is not one."""

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise FileNotFoundError(f"{path} n'existe pas")
        self._connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?immutable=1", uri=True, check_same_thread=False
        )
        weakref.finalize(self, self._connection.close)
        self._lock = Lock()
        try:
            self._match(f"{_LABELS} : essai")
            self.named(["essai"])
        except sqlite3.DatabaseError as error:
            raise ValueError(f"{path} : {error}") from error

    def named(self, iris: Sequence[str]) -> list[Hit]:
        """Return what is in the index of some IRIs, in their order."""
        return self._hits(_NAMED, json.dumps(iris))

    def find(self, text: str) -> list[Hit]:
        """Return what matches a text, best first.

        Names that hold all the words come first (where none does, names in which each begins a
        word), then ROME codes and labels, then texts; where these are few, what holds some of the
        words comes last. The last word may be unfinished.
        """
        quoted = [f'"{word}"' for word in words(text)]
        if not quoted:
            return []
        every = " AND ".join((*quoted[:-1], f"({quoted[-1]} OR {quoted[-1]}*)"))
        begun = " AND ".join(f"{word}*" for word in quoted)
        hits = self._match(f"{_NAMES} : ({every})") or self._match(f"{_NAMES} : ({begun})")
        hits += self._match(f"{_LABELS} : ({every})") + self._match(every)
        if len(set(hits)) < _FEW and len(quoted) > 1:
            hits += self._match(" OR ".join(quoted))
        return list(dict.fromkeys(hits))

    def _match(self, expression: str) -> list[Hit]:
        return self._hits(_SELECT, expression)

    def _hits(self, statement: str, parameter: str) -> list[Hit]:
        with self._lock:
            rows = self._connection.execute(statement, (parameter,)).fetchall()
        return [Hit(*(value or "" for value in row)) for row in rows]
