"""Diff of two releases: their views compared, thing by thing."""

from loader.diff.changes_table import write_edition_changes
from loader.diff.compare import compare
from loader.diff.json_writer import write_difference

__all__ = ["compare", "write_difference", "write_edition_changes"]
