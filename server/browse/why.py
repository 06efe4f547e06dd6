"""The address of the page that says why two things are tied: `/pourquoi`."""

from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import quote

from ontology import prefixes
from server.iris import compact

__all__ = ["expanded", "why"]


def why(subject: str = "", relation: str = "", target: str = "") -> str:
    """Return the address that explains a link; what is left out is what it lists.

    IRIs are given whole, or short (``mg:formation``); they stand short where they can.
    """
    asked: Mapping[str, str] = {"sujet": subject, "relation": relation, "objet": target}
    said = [f"{name}={_short(value)}" for name, value in asked.items() if value]
    return f"/pourquoi?{'&'.join(said)}"


@lru_cache(4096)
def _short(iri: str) -> str:
    return quote(compact(iri, prefixes()), safe=":/")


def expanded(name: str) -> str:
    """Return the IRI that a short name or a whole IRI stands for; empty if it is neither."""
    prefix, colon, local = name.partition(":")
    if colon and prefix in prefixes():
        return prefixes()[prefix] + local
    return name if name.startswith(("http://", "https://")) else ""
