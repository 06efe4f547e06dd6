"""How the time of a quad and the memory grow with the corpus: once, four and sixteen times."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench import synthetic
from tests.bench.corpus import Files
from tests.bench.loading import fill

SIZES = (1, 4, 16)


def measure(_: Files) -> Iterator[tuple[str, str]]:
    """Yield quads, microseconds a quad and peak memory, from files to an opened store."""
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            sources = Path(folder) / "sources"
            sources.mkdir()
            filled = fill(synthetic.write(sources, size), Path(folder) / "filled")
        yield f"synthetic {size} ×, quads", f"{filled.quads:,}"
        yield f"synthetic {size} ×, µs a quad", f"{filled.seconds / filled.quads * 1e6:.1f}"
        yield f"synthetic {size} ×, peak memory, MB", f"{filled.peak / 2**20:.0f}"
