"""A robot that follows the links of a site, as an impatient reader would: few clicks, all pages."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml import html

__all__ = ["Crawl", "Fetched", "crawl"]

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


def _links(page: html.HtmlElement, address: str) -> Iterator[tuple[str, str]]:
    for element, attribute, link, _ in page.iterlinks():
        if attribute not in _ATTRIBUTES or "nofollow" in element.get("rel", ""):
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
