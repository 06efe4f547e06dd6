"""Index pages: the list of all things of a kind; that of the ROME is a tree, V3 beside V4."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ontology import base
from ontology.folding import fold, initial
from queries import find
from server.browse import name_lookup
from server.browse.kinds import ThingKind
from server.browse.name_lookup import KindNames, NamedThing
from server.browse.pagination import Page, paginate
from server.engine import Engine
from server.http.language import language, ngettext
from server.iris import tail
from server.releases.cached import CachedByRelease

__all__ = ["IndexPage", "ListEntry", "read_index"]

_CODE: Final = len("M1605")

_SHORT = 25


@dataclass(frozen=True)
class ListEntry:
    """A line of an index; `note` a level, or how many codes there are below.

    `metiers` is how many métiers point to it, None if not counted.
    """

    iri: str
    label: str
    notation: str = ""
    note: str = ""
    metiers: int | None = None
    below: list["ListEntry"] = field(default_factory=list)


@dataclass(frozen=True)
class IndexPage:
    """The page: entries by alphabet, by rank for levels, as a tree for ROME."""

    kind: ThingKind
    entries: Page[ListEntry]
    letters: Sequence[str] = ()
    """The initials to choose from, where the list is not short and has several."""
    letter: str = ""
    v4: Sequence[ListEntry] = ()
    """The grands domaines and domaines of the ROME 4.0, beside those of the V3."""

    @property
    def path(self) -> str:
        """The path of the page, up to the number of the page."""
        chosen = f"lettre={self.letter}&" if self.letter else ""
        return f"{self.kind.index}?{chosen}page="


def read_index(engine: Engine, kind: ThingKind, page: int, letter: str = "") -> IndexPage:
    """Read the things of a kind, of one initial if that is asked; ROME is a tree on one page."""
    if kind.name == "metier":
        return _read_metiers(engine, kind, page, letter)
    entries = _entries(engine, kind.name, language())
    if kind.name == "rome":
        v4 = _entries(engine, "rome_v4", language())
        return IndexPage(kind, Page(entries, 1, 1, len(entries)), v4=v4)
    letters = _letters(len(entries), {initial(entry.label) for entry in entries})
    chosen = letter if letter in letters else ""
    shown = [entry for entry in entries if chosen in ("", initial(entry.label))]
    return IndexPage(kind, paginate(shown, page), letters if kind.name != "niveau" else (), chosen)


def _read_metiers(engine: Engine, kind: ThingKind, page: int, letter: str) -> IndexPage:
    def entry(each: NamedThing) -> ListEntry:
        level = name_lookup.name_of(engine, each.niveau) if each.niveau else ""
        return ListEntry(each.iri, each.label, each.notation, level)

    every = KindNames(engine, kind.name)
    letters = _letters(len(every), every.initials())
    chosen = letter if letter in letters else ""
    shown = KindNames(engine, kind.name, chosen)
    return IndexPage(kind, paginate(shown, page).of(entry), letters, chosen)


def _letters(entries: int, initials: Collection[str]) -> Sequence[str]:
    return sorted(initials) if entries > _SHORT and len(initials) > 1 else []


def _read(engine: Engine, name: str, _: str) -> Sequence[ListEntry]:
    return _READERS[name](engine)


_entries: Final = CachedByRelease(_read)
"""The entries of a short index in a language: any page of it takes them all, in order."""


def _counts(engine: Engine, name: str) -> Mapping[str, int]:
    rows = engine.select(find(f"browse/index_{name}"))
    return {row.iri("iri"): row.count("metiers") for row in rows if row.optional_iri("iri")}


def _codes(name: str) -> Callable[[Engine], Sequence[ListEntry]]:
    def read(engine: Engine) -> Sequence[ListEntry]:
        known = name_lookup.codes(engine)
        counted = [
            ListEntry(iri, _name(engine, iri), metiers=metiers)
            for iri, metiers in _counts(engine, name).items()
        ]

        def placed(entry: ListEntry) -> tuple[int, str]:
            code = known.get(entry.iri)
            return (code.rang or 0) if code else 0, fold(entry.label)

        return sorted(counted, key=placed)

    return read


def _rome_v3(engine: Engine) -> Sequence[ListEntry]:
    """Return the tree of the V3 with how many métiers are filed under each of its domaines.

    A code that hangs under nothing comes as it is: no source says what is above it.
    """
    known = _of_version(engine, "v3")
    coded: dict[str, set[str]] = {}
    for row in engine.select(find("browse/codes_metiers")):
        coded.setdefault(row.iri("iri"), set()).add(row.iri("metier"))
    under: dict[str, set[str]] = {}
    for iri, those in coded.items():
        above: str | None = iri
        while above:
            under.setdefault(above, set()).update(those)
            above = known.get(above)
    listed = {iri: above for iri, above in known.items() if len(tail(iri)) < _CODE}
    listed |= {iri: "" for iri in under if iri not in known or not known[iri]}
    entries = {
        iri: ListEntry(iri, _name(engine, iri), tail(iri), metiers=len(under.get(iri, ())))
        for iri in sorted(listed)
    }
    return _as_tree(entries, listed)


def _rome_v4(engine: Engine) -> Sequence[ListEntry]:
    """Return the tree of the V4 with how many codes each domaine has."""
    known = _of_version(engine, "v4")
    below: dict[str, int] = {}
    for iri, above in known.items():
        if len(tail(iri)) == _CODE:
            below[above] = below.get(above, 0) + 1
    entries = {
        iri: ListEntry(
            iri,
            _name(engine, iri),
            tail(iri),
            ngettext("un code", "%(num)d codes", below[iri]) if iri in below else "",
        )
        for iri in sorted(known)
        if len(tail(iri)) < _CODE
    }
    return _as_tree(entries, known)


def _of_version(engine: Engine, version: str) -> Mapping[str, str]:
    """Return what is right above each code and domaine, by IRI; nothing is above what is on top."""
    folder = f"{base()}id/rome/{version}/"
    above = {
        row.iri("iri"): row.optional_iri("broader") or ""
        for row in engine.select(find("browse/index_rome"))
    }
    return {iri: above[iri] for iri in above if iri.startswith(folder)}


def _name(engine: Engine, iri: str) -> str:
    return name_lookup.name_of(engine, iri) or tail(iri)


def _as_tree(entries: Mapping[str, ListEntry], above: Mapping[str, str]) -> list[ListEntry]:
    """Hang each entry under what is right above it; return those that hang under nothing."""
    roots: list[ListEntry] = []
    for iri, entry in entries.items():
        parent = entries.get(above[iri])
        (parent.below if parent else roots).append(entry)
    return roots


_READERS: Final[Mapping[str, Callable[[Engine], Sequence[ListEntry]]]] = {
    "niveau": _codes("niveaux"),
    "statut": _codes("statuts"),
    "interet": _codes("interets"),
    "secteur": _codes("secteurs"),
    "rome": _rome_v3,
    "rome_v4": _rome_v4,
}
