"""The rows of a CSV file, each with its line and its text: a broken one does not stop the rest."""

import csv
from collections.abc import Iterator, Sequence
from io import StringIO


def lines_of(text: str) -> list[str]:
    """Return the lines with their ends; apostrophes all doubled are made single."""
    if "''" in text and "'" not in text.replace("''", ""):
        text = text.replace("''", "'")
    return list(StringIO(text, newline=""))


def rows_of(lines: Sequence[str]) -> Iterator[tuple[int, str, list[str] | csv.Error]]:
    """Yield the line of each row, counting the header's as 1, its text, and its cells."""
    reader = csv.reader(lines, strict=True)
    start = 0
    while True:
        cells: list[str] | csv.Error
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            cells = error
        yield start + 2, "".join(lines[start : reader.line_num]), cells
        start = reader.line_num
