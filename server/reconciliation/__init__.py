"""Reconciliation: what the cells of a table name, told by a standard service and on a page."""
