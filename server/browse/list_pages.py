"""Index pages: the list of all things of a kind; that of the ROME is a tree, V3 beside V4."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from flask_babel import ngettext

from ontology import base
from ontology.folding import fold
from queries import find
from server.browse import name_lookup, similar_metiers
from server.browse.kinds import ThingKind
from server.browse.pagination import Page, paginate
from server.engine import Engine
from server.http.language import language
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

    @property
    def initial(self) -> str:
        """The folded first letter of the label, « 0 » for what starts with none."""
        first = fold(self.label)[:1]
        return first if "a" <= first <= "z" else "0"


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
    entries = _entries(engine, kind.name, language())
    if kind.name == "rome":
        v4 = _entries(engine, "rome_v4", language())
        return IndexPage(kind, Page(entries, 1, 1, len(entries)), v4=v4)
    initials = _initials(engine, kind.name, language())
    letters = sorted(initials) if len(entries) > _SHORT and len(initials) > 1 else []
    chosen = letter if letter in letters else ""
    shown = initials[chosen] if chosen else entries
    return IndexPage(kind, paginate(shown, page), letters if kind.name != "niveau" else (), chosen)


def _read(engine: Engine, name: str, _: str) -> Sequence[ListEntry]:
    return _READERS[name](engine)


def _by_initial(engine: Engine, name: str, code: str) -> Mapping[str, Sequence[ListEntry]]:
    found: dict[str, list[ListEntry]] = {}
    for entry in _entries(engine, name, code):
        found.setdefault(entry.initial, []).append(entry)
    return found


_entries: Final = CachedByRelease(_read)
_initials: Final = CachedByRelease(_by_initial)
"""The entries of an index in a language: any page of it takes them all, in order."""


def _metiers(engine: Engine) -> Sequence[ListEntry]:
    return [
        ListEntry(
            each.iri,
            each.label,
            each.notation,
            name_lookup.name_of(engine, each.niveau) if each.niveau else "",
        )
        for each in name_lookup.metiers(engine).values()
    ]


def _formations(engine: Engine) -> Sequence[ListEntry]:
    counts = _counts(engine, "formations")
    return [
        ListEntry(each.iri, each.label, metiers=counts.get(each.iri, 0))
        for each in name_lookup.formations(engine).values()
    ]


def _counts(engine: Engine, name: str) -> Mapping[str, int]:
    rows = engine.select(find(f"browse/index_{name}"))
    return {row.iri("iri"): row.count("metiers") for row in rows if row.optional_iri("iri")}


def _codes(name: str) -> Callable[[Engine], Sequence[ListEntry]]:
    def read(engine: Engine) -> Sequence[ListEntry]:
        known = name_lookup.codes(engine)
        counted = [
            ListEntry(iri, name_lookup.name_of(engine, iri) or tail(iri), metiers=metiers)
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
    metiers = similar_metiers.feature_index(engine).metiers
    coded = {iri: set(metiers[iri]) for iri in metiers if iri.startswith(_folder("v3"))}
    under: dict[str, set[str]] = {}
    for iri, those in coded.items():
        above: str | None = iri
        while above:
            under.setdefault(above, set()).update(those)
            above = known.get(above)
    listed = {iri: above for iri, above in known.items() if len(tail(iri)) < _CODE}
    listed |= {iri: "" for iri in under if iri not in known or not known[iri]}
    names = name_lookup.nomenclatures(engine)
    entries = {
        iri: ListEntry(iri, names.get(iri, tail(iri)), tail(iri), metiers=len(under.get(iri, ())))
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
    names = name_lookup.nomenclatures(engine)
    entries = {
        iri: ListEntry(
            iri,
            names.get(iri, tail(iri)),
            tail(iri),
            ngettext("un code", "%(num)d codes", below[iri]) if iri in below else "",
        )
        for iri in sorted(known)
        if len(tail(iri)) < _CODE
    }
    return _as_tree(entries, known)


def _read_rome(engine: Engine) -> Mapping[str, str]:
    rows = engine.select(find("browse/index_rome"))
    return {row.iri("iri"): row.optional_iri("broader") or "" for row in rows}


_above: Final = CachedByRelease(_read_rome)
"""By IRI, what is right above each code and domaine, empty for what is at the top."""


def _of_version(engine: Engine, version: str) -> Mapping[str, str]:
    folder = _folder(version)
    return {iri: above for iri, above in _above(engine).items() if iri.startswith(folder)}


def _folder(version: str) -> str:
    return f"{base()}id/rome/{version}/"


def _as_tree(entries: Mapping[str, ListEntry], above: Mapping[str, str]) -> list[ListEntry]:
    """Hang each entry under what is right above it; return those that hang under nothing."""
    roots: list[ListEntry] = []
    for iri, entry in entries.items():
        parent = entries.get(above[iri])
        (parent.below if parent else roots).append(entry)
    return roots


_READERS: Final[Mapping[str, Callable[[Engine], Sequence[ListEntry]]]] = {
    "metier": _metiers,
    "formation": _formations,
    "niveau": _codes("niveaux"),
    "statut": _codes("statuts"),
    "interet": _codes("interets"),
    "secteur": _codes("secteurs"),
    "rome": _rome_v3,
    "rome_v4": _rome_v4,
}
