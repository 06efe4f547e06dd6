"""The picture of the README: a page of the site made from the seeds, as Chromium shows it.

``python -m tests.browser.picture``
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from playwright.sync_api import Browser

from tests.browser.conftest import chromium
from tests.conftest import ROOT
from tests.site import build, serving

__all__ = ["MOST", "PICTURE"]

PICTURE: Final = ROOT / "tests" / "browser" / "page.png"
MOST: Final = 150_000
"""Bytes of the picture: whoever clones the project takes it along."""
_PAGE: Final = "/doc/metier/MET.797"
_WIDTH: Final = 1120
_HEIGHT: Final = 650


def main() -> None:
    """Build the seeds, serve them on a free port, write the picture where it is committed."""
    with (
        TemporaryDirectory(prefix="metiers-") as folder,
        _seeds_served(Path(folder)) as address,
        chromium() as browser,
    ):
        PICTURE.write_bytes(_take(browser, address + _PAGE))
    print(f"{PICTURE.relative_to(ROOT)}: {PICTURE.stat().st_size} bytes")


@contextmanager
def _seeds_served(home: Path) -> Iterator[str]:
    build(home, ROOT / "seeds")
    with serving(home) as address:
        yield address


def _take(browser: Browser, address: str) -> bytes:
    """Return the top of a page as a PNG."""
    page = browser.new_page(
        viewport={"width": _WIDTH, "height": _HEIGHT},
        color_scheme="light",
        reduced_motion="reduce",
    )
    page.goto(address, wait_until="networkidle")
    return page.screenshot()


if __name__ == "__main__":
    main()
