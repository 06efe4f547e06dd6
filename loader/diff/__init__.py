"""What one release says that another one does not: compared in their views, thing by thing."""

from loader.diff.compare import compare
from loader.diff.json_writer import write_difference

__all__ = ["compare", "write_difference"]
