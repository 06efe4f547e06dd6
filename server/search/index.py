"""The full-text index of a release: ranked look-ups in a read-only SQLite file."""

import re
import sqlite3
import weakref
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from ontology.folding import fold

__all__ = ["Hit", "SearchIndex", "words"]

_WORD = re.compile(r"[^\W_]+")
_MOST_WORDS = 12
_FEW = 5
_EMPTY_WORDS = frozenset(
    {"a", "au", "aux", "d", "dans", "de", "des", "du", "en", "et", "l", "la", "le", "les"}
    | {"ou", "par", "pour", "qu", "que", "qui", "sur", "un", "une", "metier", "metiers"}
)
_SELECT = """
SELECT docs.iri, docs.type, docs.label, docs.note
FROM search JOIN docs ON docs.id = search.rowid
WHERE search MATCH ? AND (? = '' OR docs.type = ?)
ORDER BY bm25(search, 10, 6, 3, 2, 1) * iif(docs.type = 'metier', 3, 1), docs.label
LIMIT ?
"""


@dataclass(frozen=True)
class Hit:
    """Something found: `type` is the kind of thing (metier, formation, rome…)."""

    iri: str
    type: str
    label: str
    note: str


def words(text: str) -> list[str]:
    """Return the folded words of a text that are worth looking for, at most twelve."""
    found = _WORD.findall(fold(text))
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
            self._connection.execute("SELECT rowid FROM search LIMIT 1").fetchall()
        except sqlite3.DatabaseError as error:
            raise ValueError(f"{path} : {error}") from error

    def find(self, text: str, kind: str = "", limit: int = 200) -> list[Hit]:
        """Return what matches a text, best first, of one type if `kind` is given.

        Names that hold all the words come first, then texts that do; where these are few, what
        holds some of the words comes last. The last word may be unfinished.
        """
        quoted = [f'"{word}"' for word in words(text)]
        if not quoted:
            return []
        quoted[-1] = f"({quoted[-1]} OR {quoted[-1]}*)"
        every = " AND ".join(quoted)
        hits = dict.fromkeys(self._match(f"{{label alt rome}} : ({every})", kind, limit))
        hits |= dict.fromkeys(self._match(every, kind, limit))
        if len(hits) < _FEW and len(quoted) > 1:
            hits |= dict.fromkeys(self._match(" OR ".join(quoted), kind, limit))
        return list(hits)[:limit]

    def _match(self, expression: str, kind: str, limit: int) -> list[Hit]:
        with self._lock:
            rows = self._connection.execute(_SELECT, (expression, kind, kind, limit)).fetchall()
        return [Hit(*(value or "" for value in row)) for row in rows]
