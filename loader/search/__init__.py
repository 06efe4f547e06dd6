"""The search index of a release: SQLite FTS5 over the view, so that both always agree."""

from loader.search.index import INDEX_FILE, build_index

__all__ = ["INDEX_FILE", "build_index"]
