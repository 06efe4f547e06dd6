"""The lists of all things of a kind."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ontology.folding import fold
from queries import find
from server.browse.kinds import Kind
from server.browse.paging import Page, paginate
from server.engine import Engine, Row
from server.iris import tail

__all__ = ["Entry", "Index", "read_index"]


_SHORT = 25


@dataclass(frozen=True)
class Entry:
    """A line of an index; `note` a level, `metiers` how many point to it, None if not counted."""

    iri: str
    label: str
    notation: str = ""
    note: str = ""
    metiers: int | None = None
    below: list["Entry"] = field(default_factory=list)


@dataclass(frozen=True)
class Index:
    """The page: entries by alphabet, by rank for levels, as a tree for ROME."""

    kind: Kind
    entries: Page[Entry]
    letters: Sequence[str] = ()
    """The initials to choose from, where the list is not short and has several."""
    letter: str = ""

    @property
    def path(self) -> str:
        """The path of the page, up to the number of the page."""
        chosen = f"lettre={self.letter}&" if self.letter else ""
        return f"{self.kind.index}?{chosen}page="


def read_index(engine: Engine, kind: Kind, page: int, letter: str = "") -> Index:
    """Read the things of a kind, of one initial if that is asked; ROME is a tree on one page."""
    rows = engine.select(find(f"browse/index_{kind.index.strip('/')}"))
    if kind.name == "rome":
        tree = _tree(rows)
        return Index(kind, Page(tree, 1, 1, len(rows)))
    entries = [_entry(row) for row in rows]
    if kind.name == "niveau":
        return Index(kind, paginate(entries, page))
    entries.sort(key=lambda entry: fold(entry.label))
    initials = sorted({_initial(entry) for entry in entries})
    letters = initials if len(entries) > _SHORT and len(initials) > 1 else []
    chosen = letter if letter in letters else ""
    shown = [entry for entry in entries if chosen in ("", _initial(entry))]
    return Index(kind, paginate(shown, page), letters, chosen)


def _initial(entry: Entry) -> str:
    """Return the folded first letter of a name, « 0 » for what starts with none."""
    first = fold(entry.label)[:1]
    return first if "a" <= first <= "z" else "0"


def _entry(row: Row) -> Entry:
    notation = row.text("notation")
    return Entry(
        iri=row.iri("iri"),
        label=row.text("label") or notation or tail(row.iri("iri")),
        notation=notation,
        note=row.text("niveau"),
        metiers=row.count("metiers") if row.text("metiers") else None,
    )


def _tree(rows: Sequence[Row]) -> list[Entry]:
    """Hang each code under what is right above it; what hangs under nothing comes first."""
    entries = {row.iri("iri"): _entry(row) for row in rows}
    roots: list[Entry] = []
    for row in rows:
        above = row.optional_iri("broader")
        siblings = entries[above].below if above in entries else roots
        entry = entries[row.iri("iri")]
        if entry not in siblings:
            siblings.append(entry)
    return roots
