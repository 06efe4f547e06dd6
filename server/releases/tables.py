"""SQLite tables of a release, opened read-only: its search index, and what its pages need."""

import sqlite3
import weakref
from pathlib import Path
from threading import Lock
from typing import Any, Final

__all__ = ["SqliteTables"]

_MAPPED: Final = 1 << 28
"""Bytes of a file that are read in place: shared by all processes, and never copied."""


class SqliteTables:
    """The tables of a file, which never changes; OSError if it is not there.

    ValueError where it cannot answer what it will be `asked`. Whoever holds it can go on reading
    when the file is gone; it is closed when nobody does.
    """

    def __init__(self, path: Path, *asked: str) -> None:
        if not path.is_file():
            raise FileNotFoundError(f"{path} n'existe pas : reconstruire (metiers build)")
        self._connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?immutable=1", uri=True, check_same_thread=False
        )
        weakref.finalize(self, self._connection.close)
        self._lock = Lock()
        try:
            for statement in (f"PRAGMA mmap_size = {_MAPPED}", *asked):
                self.rows(statement)
        except sqlite3.DatabaseError as error:
            raise ValueError(f"{path} : {error}") from error

    def rows(self, statement: str, *parameters: str | int) -> list[Any]:
        """Return what a SELECT finds."""
        with self._lock:
            return self._connection.execute(statement, parameters).fetchall()
