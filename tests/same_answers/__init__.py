"""Compares what two checkouts of the project answer, asked the same of one release."""
