"""The list of the ROME: grands domaines and domaines as a tree, V3 beside V4."""

from collections.abc import Mapping, Sequence
from typing import Final

from flask_babel import ngettext

from ontology import base
from queries import find
from server.browse import byheart, near
from server.browse.entries import Entry
from server.browse.remembered import Remembered
from server.engine import Engine
from server.iris import tail

__all__ = ["rome_v3", "rome_v4"]

_CODE: Final = len("M1605")


def rome_v3(engine: Engine) -> Sequence[Entry]:
    """Return the tree of the V3 with how many métiers are filed under each of its domaines.

    A code that hangs under nothing comes as it is: no source says what is above it.
    """
    known = _of_version(engine, "v3")
    metiers = near.ties(engine).metiers
    coded = {iri: set(metiers[iri]) for iri in metiers if iri.startswith(_folder("v3"))}
    under: dict[str, set[str]] = {}
    for iri, those in coded.items():
        above: str | None = iri
        while above:
            under.setdefault(above, set()).update(those)
            above = known.get(above)
    listed = {iri: above for iri, above in known.items() if len(tail(iri)) < _CODE}
    listed |= {iri: "" for iri in under if iri not in known or not known[iri]}
    names = byheart.nomenclatures(engine)
    entries = {
        iri: Entry(iri, names.get(iri, tail(iri)), tail(iri), metiers=len(under.get(iri, ())))
        for iri in sorted(listed)
    }
    return _hung(entries, listed)


def rome_v4(engine: Engine) -> Sequence[Entry]:
    """Return the tree of the V4 with how many codes each domaine has."""
    known = _of_version(engine, "v4")
    below: dict[str, int] = {}
    for iri, above in known.items():
        if len(tail(iri)) == _CODE:
            below[above] = below.get(above, 0) + 1
    names = byheart.nomenclatures(engine)
    entries = {
        iri: Entry(
            iri,
            names.get(iri, tail(iri)),
            tail(iri),
            ngettext("un code", "%(num)d codes", below[iri]) if iri in below else "",
        )
        for iri in sorted(known)
        if len(tail(iri)) < _CODE
    }
    return _hung(entries, known)


def _read(engine: Engine) -> Mapping[str, str]:
    rows = engine.select(find("browse/index_rome"))
    return {row.iri("iri"): row.optional_iri("broader") or "" for row in rows}


_above: Final = Remembered(_read)
"""By IRI, what is right above each code and domaine, empty for what is at the top."""


def _of_version(engine: Engine, version: str) -> Mapping[str, str]:
    folder = _folder(version)
    return {iri: above for iri, above in _above(engine).items() if iri.startswith(folder)}


def _folder(version: str) -> str:
    return f"{base()}id/rome/{version}/"


def _hung(entries: Mapping[str, Entry], above: Mapping[str, str]) -> list[Entry]:
    """Hang each entry under what is right above it; return those that hang under nothing."""
    roots: list[Entry] = []
    for iri, entry in entries.items():
        parent = entries.get(above[iri])
        (parent.below if parent else roots).append(entry)
    return roots
