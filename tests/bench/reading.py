"""Sheets a second on one core: from text to a record, and from there to triples."""

import time
from collections.abc import Callable, Iterator

from loader.sources.documents import find_files
from loader.sources.fiche_markdown import read_fiche, recognises
from loader.triples import fiche_triples, reference_triples
from tests.bench.corpus import Files

_ROUNDS = 7


def measure(files: Files) -> Iterator[tuple[str, str]]:
    """Yield the best of several rounds, garbage collection included."""
    paths = find_files(files.sources)
    sheets = [text for path in paths if recognises(text := path.read_text("utf-8"))]

    def parse() -> None:
        for sheet in sheets:
            read_fiche(sheet, "f.md")

    def parse_and_say() -> None:
        for sheet in sheets:
            fiche, _ = read_fiche(sheet, "f.md")
            if fiche:
                list(fiche_triples(fiche))
                list(reference_triples(fiche))

    for name, work in (("parsing", parse), ("parsing and triples", parse_and_say)):
        yield f"{name}, sheets a second", f"{len(sheets) / _best(work):,.0f}"


def _best(work: Callable[[], None]) -> float:
    found = []
    for _ in range(_ROUNDS):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)
