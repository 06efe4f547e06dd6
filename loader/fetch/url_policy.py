"""Allow-list of URLs: only http and https, and nothing private that a redirect names."""

import string
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urljoin, urlsplit

from loader.fetch.errors import RefusedError

_PORTS: Final = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class UrlParts:
    """A web address in its parts; `target` is what a request line names."""

    url: str
    secure: bool
    host: str
    port: int
    target: str

    @property
    def server(self) -> tuple[bool, str, int]:
        """Which server it is, and how it is spoken to."""
        return self.secure, self.host, self.port


def parse_url(url: str) -> UrlParts:
    """Return the parts of a web address; refused when it is none that may be called."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise RefusedError(f"adresse invalide : {url}") from error
    if parts.scheme not in _PORTS:
        raise RefusedError(f"ni http ni https : {url}")
    if "@" in parts.netloc:
        host = parts.netloc.rpartition("@")[2]
        raise RefusedError(f"une adresse ne porte pas d'identité : {parts.scheme}://…@{host}")
    if not parts.hostname:
        raise RefusedError(f"adresse invalide : {url}")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    secure = parts.scheme == "https"
    return UrlParts(url, secure, parts.hostname, port or _PORTS[parts.scheme], target)


def resolve_redirect(here: UrlParts, location: str) -> UrlParts:
    """Return where a redirect leads; https never leads to http."""
    # http.client reads headers as Latin-1: a name in UTF-8 must leave as the bytes that came.
    quoted = quote(location, safe=string.punctuation, encoding="iso-8859-1")
    try:
        url = urljoin(here.url, quoted)
    except ValueError as error:
        raise RefusedError(f"redirection vers une adresse invalide : {quoted}") from error
    there = parse_url(url)
    if here.secure and not there.secure:
        raise RefusedError(f"redirection de https vers http : {there.url}")
    return there
