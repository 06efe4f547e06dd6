"""The search index of a release: SQLite FTS5 over the view, so that both always agree."""

from loader.search.index import build_index

__all__ = ["build_index"]
