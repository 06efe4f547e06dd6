"""Code table of a release: what each code of each classification is, and the métiers behind it."""

from loader.codes.code_table import build_code_table

__all__ = ["build_code_table"]
