"""Canonical address of the page that was requested, and its addresses in other languages."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode

from flask import current_app, request
from markupsafe import Markup

from server.http.language import language
from server.iris import DocumentPath
from server.settings import SETTINGS, Settings

__all__ = ["PageAddress", "is_too_long"]

_LOCALES: Final = {"fr": "fr_FR", "en": "en_GB"}
_LANGUAGE: Final = "lang"
_LONGEST: Final = 8190
"""Characters of an address but of queries: Apache takes as many; no link of ours has half of it."""


_OF_QUERIES: Final = ("/sparql", "/sparql/avis.json", "/sparql/tableur.csv")
_OF_FORMS: Final = "/sparql."


def is_too_long() -> bool:
    """Return whether the address that was requested is longer than any that a page has."""
    path = request.path
    if path in _OF_QUERIES or (path.startswith(_OF_FORMS) and not path.endswith("/")):
        return False
    return len(quote(path)) + len(request.query_string) > _LONGEST


@dataclass(frozen=True)
class PageAddress:
    """The address of the page that was requested: canonical, in another language, for OpenGraph."""

    @property
    def canonical(self) -> str:
        """Return the address without what makes the same page another: a language, a first page.

        It has no host: the one that a client names would be shown to others. One that is too long
        to be an address of ours has none.
        """
        if is_too_long():
            return "/"
        kept = [pair for pair in _parameters() if pair != ("page", "1")]
        query = f"?{urlencode(kept)}" if kept else ""
        return f"{request.path}{query}"

    @property
    def locale(self) -> str:
        """Return the language of the page as OpenGraph writes it."""
        return _LOCALES[language()]

    def in_language(self, code: str) -> str:
        """Return the same page in a language, as an address relative to it."""
        return f"?{urlencode([*_parameters(), (_LANGUAGE, code)])}"

    def printed(self, canonical: Markup) -> Markup:
        """Return a canonical address for paper: with the name of the site, where it has one.

        No client has a say in it, so that caches may share the page.
        """
        settings: Settings = current_app.config[SETTINGS]
        name = next(iter(settings.hosts), "") if canonical.startswith("/") else ""
        return Markup.escape(name) + canonical

    def of(self, document: DocumentPath) -> str:
        """Return the canonical address of a document."""
        root: str = current_app.config[SETTINGS].canonical_root
        return root + document.url().removeprefix("/")


def _parameters() -> list[tuple[str, str]]:
    if is_too_long():
        return []
    return [pair for pair in request.args.items(multi=True) if pair[0] != _LANGUAGE]
