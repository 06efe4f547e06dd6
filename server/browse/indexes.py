"""The lists of all things of a kind."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ontology.folding import fold
from queries import find
from server.browse import byheart
from server.browse.entries import Entry
from server.browse.kinds import Kind
from server.browse.paging import Page, paginate
from server.browse.remembered import Remembered
from server.browse.rome_index import rome_v3, rome_v4
from server.engine import Engine
from server.iris import tail
from server.language import language

__all__ = ["Index", "read_index"]


_SHORT = 25


@dataclass(frozen=True)
class Index:
    """The page: entries by alphabet, by rank for levels, as a tree for ROME."""

    kind: Kind
    entries: Page[Entry]
    letters: Sequence[str] = ()
    """The initials to choose from, where the list is not short and has several."""
    letter: str = ""
    v4: Sequence[Entry] = ()
    """The grands domaines and domaines of the ROME 4.0, beside those of the V3."""

    @property
    def path(self) -> str:
        """The path of the page, up to the number of the page."""
        chosen = f"lettre={self.letter}&" if self.letter else ""
        return f"{self.kind.index}?{chosen}page="


def read_index(engine: Engine, kind: Kind, page: int, letter: str = "") -> Index:
    """Read the things of a kind, of one initial if that is asked; ROME is a tree on one page."""
    entries = _entries(engine, kind.name, language())
    if kind.name == "rome":
        v4 = _entries(engine, "rome_v4", language())
        return Index(kind, Page(entries, 1, 1, len(entries)), v4=v4)
    initials = _initials(engine, kind.name, language())
    letters = sorted(initials) if len(entries) > _SHORT and len(initials) > 1 else []
    chosen = letter if letter in letters else ""
    shown = initials[chosen] if chosen else entries
    return Index(kind, paginate(shown, page), letters if kind.name != "niveau" else (), chosen)


def _read(engine: Engine, name: str, _: str) -> Sequence[Entry]:
    return _READERS[name](engine)


def _by_initial(engine: Engine, name: str, tongue: str) -> Mapping[str, Sequence[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in _entries(engine, name, tongue):
        found.setdefault(entry.initial, []).append(entry)
    return found


_entries: Final = Remembered(_read)
_initials: Final = Remembered(_by_initial)
"""The entries of an index in a language: any page of it takes them all, in order."""


def _metiers(engine: Engine) -> Sequence[Entry]:
    return [
        Entry(
            each.iri,
            each.label,
            each.notation,
            byheart.named(engine, each.niveau) if each.niveau else "",
        )
        for each in byheart.metiers(engine).values()
    ]


def _formations(engine: Engine) -> Sequence[Entry]:
    counts = _counts(engine, "formations")
    return [
        Entry(each.iri, each.label, metiers=counts.get(each.iri, 0))
        for each in byheart.formations(engine).values()
    ]


def _counts(engine: Engine, name: str) -> Mapping[str, int]:
    rows = engine.select(find(f"browse/index_{name}"))
    return {row.iri("iri"): row.count("metiers") for row in rows if row.optional_iri("iri")}


def _codes(name: str) -> Callable[[Engine], Sequence[Entry]]:
    def read(engine: Engine) -> Sequence[Entry]:
        known = byheart.codes(engine)
        counted = [
            Entry(iri, byheart.named(engine, iri) or tail(iri), metiers=metiers)
            for iri, metiers in _counts(engine, name).items()
        ]

        def placed(entry: Entry) -> tuple[int, str]:
            code = known.get(entry.iri)
            return (code.rang or 0) if code else 0, fold(entry.label)

        return sorted(counted, key=placed)

    return read


_READERS: Final[Mapping[str, Callable[[Engine], Sequence[Entry]]]] = {
    "metier": _metiers,
    "formation": _formations,
    "niveau": _codes("niveaux"),
    "statut": _codes("statuts"),
    "interet": _codes("interets"),
    "secteur": _codes("secteurs"),
    "rome": rome_v3,
    "rome_v4": rome_v4,
}
