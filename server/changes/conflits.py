"""Conflicts between editions of a fiche: how many métiers each field has, and what they say.

Which métiers they are stands in the manifest, what they say in the comparisons of the editions:
both were reckoned when the release was built.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Final
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, current_app, render_template

from ontology import base
from server.browse.pagination import Page
from server.changes.change_feeds import FeedEntry, atom_feed
from server.changes.change_request import ChangeParameters, read_parameters
from server.changes.change_table import ChangedThing, change_sheet, changed_things, page_of
from server.changes.field_names import field_name
from server.engine import Engine
from server.http.language import gettext
from server.http.problems import ProblemError
from server.iris import tail
from server.linked_data.dump import RELEASES
from server.releases.change_tables import ChangeRow, ChangeRows, read_edition_comparisons
from server.releases.current import release
from server.releases.history import Past, read_history

__all__ = ["ConflictField", "ConflictView", "blueprint"]

blueprint = Blueprint("conflits", __name__)

_PATH: Final = "/conflits"
_TOLD: Final = 20
"""How many disagreements an entry of the feed names."""


@dataclass(frozen=True)
class ConflictField:
    """A field by its key and its name, and how many métiers' fiches differ in it."""

    key: str
    name: str
    metiers: int


@dataclass(frozen=True)
class ConflictView:
    """The page: the fields, what is asked for, and the rows of a page of it, by métier."""

    fields: Sequence[ConflictField]
    asked: ChangeParameters
    rows: Page[ChangeRow]
    things: int
    shown: Sequence[ChangedThing]

    @property
    def pages(self) -> str:
        """The address of a page, up to its number."""
        return self.asked.address() + "&page="


@blueprint.get(_PATH)
def conflits() -> str:
    """Show how many métiers each field has; with ``champ=``, ``chose=`` or ``code=``, what."""
    conflicting = release().manifest.conflicting
    return render_template(
        "conflits.html", view=_read_view(conflicting or {}), counted=conflicting is not None
    )


@blueprint.get(f"{_PATH}.csv")
def table() -> Response:
    """Serve the rows that the same parameters leave, for spreadsheets."""
    found = _rows(_read_asked(_PATH))
    if found is None:
        raise ProblemError(404, gettext("Cette release ne compare pas d'éditions."))
    return change_sheet(release().engine, found, "desaccords")


@blueprint.get(f"{_PATH}.atom")
def feed() -> Response:
    """Serve an entry a release with which disagreements came or went, the newest first."""
    asked = _read_asked(f"{_PATH}.atom")
    given = {name: asked.given[name] for name in ("champ", "chose", "code") if name in asked.given}
    history = read_history(current_app.config[RELEASES])
    name = partial(field_name, release().engine)
    entries = [
        _entry(newer, now - was, was - now, given, name)
        for newer, older in pairwise(history)
        if (now := _pairs(newer, asked)) != (was := _pairs(older, asked))
    ]
    title = " ".join(("Métiers en graphe : désaccords", *given.values()))
    return atom_feed("conflits", given, title, entries)


def read_fields(engine: Engine, conflicting: Mapping[str, Sequence[str]]) -> list[ConflictField]:
    """Return the fields in which fiches differ, in their order."""
    return [
        ConflictField(key, field_name(engine, key), len(metiers))
        for key, metiers in conflicting.items()
    ]


def _read_asked(path: str) -> ChangeParameters:
    """Read the parameters of the request; 404 for a field in which nothing differs."""
    asked = read_parameters(path, disputed=True)
    if (field := asked.wanted.field) and field not in (release().manifest.conflicting or {}):
        raise ProblemError(404, gettext("Rien ne diffère dans ce champ, ou ce n'en est pas un."))
    return asked


def _rows(asked: ChangeParameters) -> ChangeRows | None:
    compared = read_edition_comparisons(release().folder)
    return ChangeRows(asked.wanted, *compared) if compared else None


def _read_view(conflicting: Mapping[str, Sequence[str]]) -> ConflictView:
    asked, engine = _read_asked(_PATH), release().engine
    found = _rows(asked) if asked.given else None
    rows: Page[ChangeRow] = Page([], 1, 1, 0)
    things = 0
    if found is not None:
        rows, things = page_of(found, asked.is_of_things), found.things()
    shown = changed_things(engine, rows.items, in_list=not asked.is_of_things)
    return ConflictView(read_fields(engine, conflicting), asked, rows, things, shown)


def _pairs(past: Past, asked: ChangeParameters) -> frozenset[tuple[str, str]]:
    """Return the fields and the métiers that a release has in disagreement, as asked for."""
    wanted = asked.wanted
    ids = None if wanted.things is None else {tail(iri) for iri in wanted.things}
    return frozenset(
        (key, id_)
        for key, id_ in past.disputes
        if wanted.field in ("", key) and (ids is None or id_ in ids)
    )


def _entry(
    past: Past,
    come: frozenset[tuple[str, str]],
    gone: frozenset[tuple[str, str]],
    given: Mapping[str, str],
    name: Callable[[str], str],
) -> FeedEntry:
    parts = [
        f"{words} : {_told(pairs, name)}"
        for words, pairs in (("de plus", come), ("de moins", gone))
        if pairs
    ]
    asked = urlencode(given)
    return FeedEntry(
        f"{base()}id/release/{past.digest}#{quote(f'desaccords?{asked}')}",
        f"Désaccords : {len(come)} de plus, {len(gone)} de moins, release du {past.built:%d/%m/%Y}",
        past.built.isoformat(),
        f"conflits?{asked}" if asked else "conflits",
        " ; ".join(parts),
    )


def _told(pairs: Iterable[tuple[str, str]], name: Callable[[str], str]) -> str:
    several = sorted(pairs)
    told = ", ".join(f"{id_} ({name(key)})" for key, id_ in several[:_TOLD])
    return f"{told} et {len(several) - _TOLD} autres" if len(several) > _TOLD else told
