import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, sync_playwright

from tests.site import serving

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-quic",
]  # fmt: skip
WIDTHS = {"wide": 1280, "narrow": 390}


@pytest.fixture(scope="package")
def site(planted: Path) -> Iterator[str]:
    with serving(planted.parent.parent) as address:
        yield address


@contextmanager
def chromium() -> Iterator[Browser]:
    """Open Debian's Chromium; it is closed in the end."""
    found = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    assert found, "Debian's Chromium is missing: make chromium"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Yield a browser that ends with the package: its event loop bars any other."""
    with chromium() as opened:
        yield opened


@pytest.fixture(params=WIDTHS)
def page(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Page]:
    width = WIDTHS[request.param]
    context = browser.new_context(base_url=site, viewport={"width": width, "height": 900})
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda said: _note_console(said, faults))
    page.on("response", lambda response: _note_response(response, faults))
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert faults == []


def _note_console(said: ConsoleMessage, faults: list[str]) -> None:
    if said.type == "error" and not said.text.startswith("Failed to load resource"):
        faults.append(said.text)


def _note_response(response: Response, faults: list[str]) -> None:
    """Note what a page asks for in vain; itself, and a query, may be refused as a test expects."""
    asked = response.request.resource_type == "document" or "/sparql?" in response.url
    if response.status >= 400 and not asked:
        faults.append(f"{response.status} {response.url}")
