"""The sources: one reader per format, each found by what a file holds, not by its name."""
