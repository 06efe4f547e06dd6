"""The lists of all things of a kind."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from ontology.folding import fold
from queries import find
from server.browse.concept import plural
from server.browse.kinds import Kind
from server.browse.paging import Page, paginate
from server.engine import Engine, Row
from server.iris import tail

__all__ = ["Entry", "Index", "read_index"]


_SHORT = 25
_ROME_V4 = "browse/index_rome_v4"


@dataclass(frozen=True)
class Entry:
    """A line of an index; `note` a level, or how many codes there are below.

    `metiers` is how many métiers point to it, None if not counted.
    """

    iri: str
    label: str
    notation: str = ""
    note: str = ""
    metiers: int | None = None
    initial: str = ""
    """The folded first letter of the label, « 0 » for what starts with none."""
    below: list["Entry"] = field(default_factory=list)


@dataclass(frozen=True)
class Index:
    """The page: entries by alphabet, by rank for levels, as a tree for ROME."""

    kind: Kind
    entries: Page[Entry]
    letters: Sequence[str] = ()
    """The initials to choose from, where the list is not short and has several."""
    letter: str = ""
    v4: Sequence[Entry] = ()
    """The grands domaines and domaines of the ROME 4.0, beside the codes of the V3."""

    @property
    def path(self) -> str:
        """The path of the page, up to the number of the page."""
        chosen = f"lettre={self.letter}&" if self.letter else ""
        return f"{self.kind.index}?{chosen}page="


_READ: WeakKeyDictionary[Engine, dict[str, list[Entry]]] = WeakKeyDictionary()
"""The entries of each index, read once a release: any page of it takes them all, in order."""


def read_index(engine: Engine, kind: Kind, page: int, letter: str = "") -> Index:
    """Read the things of a kind, of one initial if that is asked; ROME is a tree on one page."""
    name = kind.index.strip("/")
    if kind.name == "rome":
        tree = _known(engine, name, _tree)
        v4 = _known(engine, "rome_v4", _tree)
        return Index(kind, Page(tree, 1, 1, len(tree)), v4=v4)
    if kind.name == "niveau":
        return Index(kind, paginate(_known(engine, name, _listed), page))
    entries = _known(engine, name, _sorted)
    initials = sorted({entry.initial for entry in entries})
    letters = initials if len(entries) > _SHORT and len(initials) > 1 else []
    chosen = letter if letter in letters else ""
    shown = [entry for entry in entries if chosen in ("", entry.initial)]
    return Index(kind, paginate(shown, page), letters, chosen)


def _known(
    engine: Engine, name: str, arrange: Callable[[Sequence[Row]], list[Entry]]
) -> Sequence[Entry]:
    known = _READ.setdefault(engine, {})
    if name not in known:
        known[name] = arrange(engine.select(find(f"browse/index_{name}")))
    return known[name]


def _listed(rows: Sequence[Row]) -> list[Entry]:
    return [_entry(row) for row in rows]


def _sorted(rows: Sequence[Row]) -> list[Entry]:
    return sorted(_listed(rows), key=lambda entry: fold(entry.label))


def _entry(row: Row) -> Entry:
    notation = row.text("notation")
    label = row.text("label") or notation or tail(row.iri("iri"))
    first = fold(label)[:1]
    return Entry(
        iri=row.iri("iri"),
        label=label,
        notation=notation,
        note=row.text("niveau") or _codes(row),
        metiers=row.count("metiers") if row.text("metiers") else None,
        initial=first if "a" <= first <= "z" else "0",
    )


def _codes(row: Row) -> str:
    count = row.count("codes") if row.text("broader") else None
    return plural(count, "un code", "{} codes") if count else ""


def _tree(rows: Sequence[Row]) -> list[Entry]:
    """Hang each code under what is right above it; what hangs under nothing comes first."""
    entries = {row.iri("iri"): _entry(row) for row in rows}
    roots: list[Entry] = []
    placed: set[tuple[str, str | None]] = set()
    for row in rows:
        iri, above = row.iri("iri"), row.optional_iri("broader")
        siblings = entries[above].below if above in entries else roots
        if (iri, above) not in placed:
            placed.add((iri, above))
            siblings.append(entries[iri])
    return roots
