"""The exact names of things, which no full-text index can tell from names that hold them."""

from functools import cached_property

from ontology import base
from queries import find
from server.browse.kinds import KINDS
from server.engine import Engine
from server.search.index import tokens

__all__ = ["Names"]

_FOLDERS = tuple(f"{base()}id/{kind.path}/" for kind in KINDS)


class Names:
    """The names in a graph, read when the first is looked up.

    Two names are the same when their folded words are: « Infirmière » is « infirmiere », and one
    of the two forms of « infirmier/ère ».
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def exact(self, text: str) -> list[str]:
        """Return the IRIs of what bears a name: those whose own it is first, métiers before all."""
        found = self._ranked.get(tuple(tokens(text)), {})
        return sorted(found, key=lambda iri: (*found[iri], iri))

    @cached_property
    def _ranked(self) -> dict[tuple[str, ...], dict[str, tuple[int, int]]]:
        """By name, the rank of each thing that bears it: that of the name, that of its kind."""
        ranked: dict[tuple[str, ...], dict[str, tuple[int, int]]] = {}
        for row in self._engine.select(find("browse/names")):
            iri = row.iri("thing")
            kind = next((n for n, folder in enumerate(_FOLDERS) if _holds(folder, iri)), None)
            name = tuple(tokens(row.text("name")))
            if kind is not None and name:
                bearers = ranked.setdefault(name, {})
                rank = (row.count("rank"), kind)
                bearers[iri] = min(rank, bearers.get(iri, rank))
        return ranked


def _holds(folder: str, iri: str) -> bool:
    return iri.startswith(folder) and "/" not in iri[len(folder) :]
