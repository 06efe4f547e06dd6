"""Atom feeds: what each release changed, and what releases and editions changed of one thing.

No clock is read: an entry is as old as the release, or the edition, that it tells of.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final
from urllib.parse import quote, urlencode
from xml.etree import ElementTree as ET

from flask import Response

from ontology import base
from server.browse.formatting import number
from server.changes.change_request import ChangeParameters, short_name
from server.changes.field_names import field_name
from server.http.own_address import own_address
from server.releases.change_tables import (
    ChangeComparison,
    ChangeCounts,
    ChangeRow,
    ChangeRows,
    read_edition_comparisons,
    read_release_comparison,
)
from server.releases.current import release
from server.releases.history import Past

__all__ = ["FeedEntry", "atom_feed", "change_feed"]

_ATOM: Final = "http://www.w3.org/2005/Atom"
_ENTRIES, _CHANGES = 10, 50
"""How many releases a feed tells of, and how many changes of one thing."""
_ROWS: Final = 500
"""How many rows of a comparison are read for a feed."""
_DATE: Final = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?", re.ASCII)
_STATES: Final = {"added": "nouveau", "removed": "retiré", "changed": "changé"}


@dataclass(frozen=True)
class FeedEntry:
    """An entry: its id for ever, when what it tells of was made, the page that shows it."""

    id: str
    title: str
    updated: str
    link: str
    summary: str


def change_feed(history: Sequence[Past], asked: ChangeParameters) -> Response:
    """Return the feed of the releases, or of the things that are asked for, the newest first."""
    if not asked.is_of_things:
        found = [_of_release(past) for past in history[:_ENTRIES]]
        return atom_feed("changes", {}, "Métiers en graphe : ce qui a changé", found)
    changed = [*_of_releases(history[:_ENTRIES], asked), *_of_editions(asked)]
    newest = sorted(changed, key=lambda entry: entry.updated, reverse=True)
    words = " ".join(asked.of_things.values())
    title = f"Métiers en graphe : ce qui a changé de {words}"
    return atom_feed("changes", asked.of_things, title, newest[:_CHANGES])


def atom_feed(
    path: str, given: Mapping[str, str], title: str, entries: Sequence[FeedEntry]
) -> Response:
    """Return a feed of some entries, at the address of a page with `.atom`."""
    address, query = own_address(), f"?{urlencode(given)}" if given else ""
    root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": "fr"})
    _add(root, "id", f"{base()}{path}.atom{query}")
    _add(root, "title", title)
    ET.SubElement(root, "link", rel="self", href=f"{address}{path}.atom{query}")
    ET.SubElement(root, "link", rel="alternate", href=f"{address}{path}{query}")
    _add(ET.SubElement(root, "author"), "name", "Métiers en graphe")
    built = release().manifest.built_at.isoformat()
    _add(root, "updated", max((entry.updated for entry in entries), default=built))
    for each in entries:
        entry = ET.SubElement(root, "entry")
        _add(entry, "id", each.id)
        _add(entry, "title", each.title)
        _add(entry, "updated", each.updated)
        ET.SubElement(entry, "link", rel="alternate", href=f"{address}{each.link}")
        _add(entry, "summary", each.summary)
    text = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(text, content_type="application/atom+xml; charset=utf-8")


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text


def _of_release(past: Past) -> FeedEntry:
    return FeedEntry(
        f"{base()}id/release/{past.digest}",
        f"Release {past.digest[:12]} du {past.built:%d/%m/%Y}",
        past.built.isoformat(),
        f"changes?release={past.digest}",
        _summary(past),
    )


def _summary(past: Past) -> str:
    compared = read_release_comparison(past.folder)
    if compared is None:
        return f"Comparée à aucune autre. Sources : {', '.join(past.editions)}."
    return " ; ".join(map(_count, compared.kinds)) or (
        "Rien n'a changé dans ce que les pages montrent."
    )


def _count(kind: ChangeCounts) -> str:
    counts = (kind.added, "de plus"), (kind.removed, "de moins"), (kind.changed, "qui changent")
    parts = ", ".join(f"{number(n)} {words}" for n, words in counts if n)
    return f"{kind.name} : {parts}"


def _of_releases(history: Iterable[Past], asked: ChangeParameters) -> Iterator[FeedEntry]:
    for past in history:
        if compared := read_release_comparison(past.folder):
            for rows in _things(compared, asked):
                thing = rows[0].iri
                yield _entry(
                    rows,
                    f"{base()}id/release/{past.digest}#{quote(short_name(thing))}",
                    past.built.isoformat(),
                    {"release": past.digest, "chose": short_name(thing)},
                    f"release du {past.built:%d/%m/%Y}",
                )


def _of_editions(asked: ChangeParameters) -> Iterator[FeedEntry]:
    """Yield what editions changed, those whose names tell when they were published."""
    for compared in read_edition_comparisons(release().folder):
        if said := _DATE.fullmatch(compared.after):
            day = f"{said[1]}-{said[2]}-{said[3] or '01'}T00:00:00+00:00"
            name = f"{compared.source}/{compared.before}/{compared.after}"
            for rows in _things(compared, asked):
                thing = short_name(rows[0].iri)
                yield _entry(
                    rows,
                    f"{base()}graph/{compared.source}/{compared.after}#{quote(thing)}",
                    day,
                    {"editions": name, "chose": thing},
                    f"édition {compared.after}",
                )


def _things(compared: ChangeComparison, asked: ChangeParameters) -> Iterator[list[ChangeRow]]:
    rows = ChangeRows(asked.wanted, compared)[:_ROWS]
    for _, some in groupby(rows, key=lambda row: row.iri):
        yield list(some)


def _entry(
    rows: Sequence[ChangeRow], id_: str, updated: str, given: Mapping[str, str], when: str
) -> FeedEntry:
    first, engine = rows[0], release().engine
    fields = ", ".join(field_name(engine, row.field) for row in rows if row.field)
    title = f"{first.label} : {_STATES[first.state]}, {when}"
    return FeedEntry(id_, title, updated, f"changes?{urlencode(given)}", fields or title)
