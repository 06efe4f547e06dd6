"""What one release says that another one does not: compared in their views, thing by thing."""

from loader.diff.compare import compare
from loader.diff.document import write_difference

__all__ = ["compare", "write_difference"]
