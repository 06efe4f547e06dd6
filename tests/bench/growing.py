"""How the page of a métier grows with the corpus: milliseconds at once and at forty times."""

import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from server.app import create_app
from server.settings import Settings
from server.sparql.query_pool import EXTENSION
from tests.bench import synthetic
from tests.bench.corpus import Files
from tests.bench.pages import learn, percentile, sampled, serve
from tests.bench.serving import build_home
from tests.bench.targets import verdict

SIZES: Final = (1, 40)
_MOST: Final = 1.3


def measure(_: Files) -> Iterator[tuple[str, str]]:
    """Yield the 95th percentile of the page at each size, and the ratio of the two."""
    found = []
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            sources = Path(folder) / "sources"
            sources.mkdir()
            home = build_home(synthetic.write(sources, size), Path(folder) / "home")
            found.append(_slow(home))
        yield f"synthetic {size} ×, page of a métier, p95 ms", f"{found[-1]:.1f}"
    yield verdict(f"page of a métier, {SIZES[-1]} × by once", found[-1] / found[0], _MOST)


def _slow(home: Path) -> float:
    app = create_app(Settings(home=home))
    with closing(app.extensions[EXTENSION]):
        learn(app.test_client())
        served = [serve(app.test_client(), path) for path in sampled(home)["métier"]]
    return percentile([each.seconds * 1e3 for each in served], 95)
