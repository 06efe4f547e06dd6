"""Measurements, run by `make bench`: never timed tests, always ratios of one run."""
