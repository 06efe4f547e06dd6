"""Canonical address of the page that was requested, and its addresses in other languages."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from flask import request

from ontology import base
from server.http.language import language
from server.iris import DocumentPath

__all__ = ["PageAddress"]

_LOCALES: Final = {"fr": "fr_FR", "en": "en_GB"}
_LANGUAGE: Final = "lang"


@dataclass(frozen=True)
class PageAddress:
    """The address of the page that was requested: canonical, in another language, for OpenGraph."""

    @property
    def canonical(self) -> str:
        """Return the address without what makes the same page another: a language, a first page."""
        kept = [pair for pair in _parameters() if pair != ("page", "1")]
        query = f"?{urlencode(kept)}" if kept else ""
        return f"{request.root_url.rstrip('/')}{request.path}{query}"

    @property
    def locale(self) -> str:
        """Return the language of the page as OpenGraph writes it."""
        return _LOCALES[language()]

    def in_language(self, code: str) -> str:
        """Return the same page in a language, as an address relative to it."""
        return f"?{urlencode([*_parameters(), (_LANGUAGE, code)])}"

    def of(self, document: DocumentPath) -> str:
        """Return the canonical address of a document, under the base of the data's IRIs."""
        return base() + document.url().removeprefix("/")


def _parameters() -> list[tuple[str, str]]:
    return [pair for pair in request.args.items(multi=True) if pair[0] != _LANGUAGE]
