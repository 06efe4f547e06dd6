"""Tables of a release as CSV, XLSX and Parquet, for spreadsheets and data frames."""

from loader.tables.tables import build_tables

__all__ = ["build_tables"]
