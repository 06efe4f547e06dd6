"""A robot that follows the links of a site, as an impatient reader would: few clicks, all pages."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urljoin, urlsplit

from flask.testing import FlaskClient
from lxml import html

__all__ = ["Crawl", "Fetched", "crawl", "expect_near"]

_FAR = 4
"""Clicks within which everything is reached."""
_KINDS = ("metier", "formation", "rome/v3", "rome/v4")
_COMPUTED = ("/explorer?", "/sparql?", "/pourquoi?")
"""How addresses begin that pages make up from choices: they are very many."""

_ATTRIBUTES = ("href", "src", "action")


@dataclass(frozen=True)
class Fetched:
    """What an address answered; `page` is its HTML, empty for anything else."""

    status: int
    page: bytes


@dataclass
class Crawl:
    """Addresses by the fewest clicks from the start, and what was wrong on the way."""

    clicks: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def crawl(
    fetch: Callable[[str], Fetched], start: str, is_read: Callable[[str, int], bool]
) -> Crawl:
    """Follow the internal links from a page; those that `is_read` says no to are not fetched.

    `is_read` is given an address and its clicks. A link to an anchor that its page lacks is a
    fault, and so is whatever does not answer 200.
    """
    found = Crawl({start: 0})
    anchors: dict[str, frozenset[str]] = {}
    wanted: dict[tuple[str, str], str] = {}
    waiting = [start]
    for address in waiting:
        clicks = found.clicks[address]
        if not is_read(address, clicks):
            continue
        answer = fetch(address)
        if answer.status != 200:
            found.faults.append(f"{answer.status} {address}")
        if not answer.page:
            continue
        page = html.fromstring(answer.page)
        anchors[address] = frozenset(each.get("id", "") for each in page.iter("*"))
        for target, fragment in _links(page, address):
            if target not in found.clicks:
                found.clicks[target] = clicks + 1
                waiting.append(target)
            if fragment:
                wanted.setdefault((target, fragment), address)
    found.faults += _missing(wanted, anchors)
    return found


def expect_near(site: FlaskClient) -> None:
    """Follow a site from its home: every link answers, and what it is about is near."""

    def fetch(address: str) -> Fetched:
        with site.get(address, headers={"Accept": "text/html"}) as response:
            is_page = response.mimetype == "text/html"
            return Fetched(response.status_code, response.data if is_page else b"")

    found = crawl(fetch, "/", lambda address, _: not address.startswith(_COMPUTED))
    assert found.faults == []
    for kind in _KINDS:
        rows = site.get("/sitemap.xml").text.split(f"/doc/{kind}/")[1:]
        things = {f"/doc/{kind}/{row.partition('<')[0]}" for row in rows}
        assert len(things) > 50
        assert {thing for thing in things if found.clicks.get(thing, _FAR + 1) > _FAR} == set()


def _links(page: html.HtmlElement, address: str) -> Iterator[tuple[str, str]]:
    for element, attribute, link, _ in page.iterlinks():
        if attribute not in _ATTRIBUTES or "nofollow" in element.get("rel", ""):
            continue
        if element.get("method") == "post":
            continue
        target, fragment = urldefrag(urljoin(address, link))
        parts = urlsplit(target)
        if not parts.netloc and not parts.scheme:
            yield target, fragment


def _missing(
    wanted: Mapping[tuple[str, str], str], anchors: Mapping[str, frozenset[str]]
) -> Iterator[str]:
    for (target, fragment), source in wanted.items():
        if target in anchors and fragment not in anchors[target]:
            yield f"no #{fragment} in {target}, from {source}"
