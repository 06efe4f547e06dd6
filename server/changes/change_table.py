"""Change table: rows of a comparison as a page shows them, and as a file for spreadsheets."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import pyoxigraph as ox
from flask import Response

from server.browse.name_lookup import codes
from server.browse.pagination import Page, page_number, paginate
from server.changes.field_names import field_name
from server.changes.side_by_side import SideBySide, side_by_side
from server.engine import Engine
from server.engine.formats import SHEET, content_type
from server.engine.spreadsheet import sheet_of
from server.http.language import gettext, in_page_language, lazy_gettext
from server.http.problems import ProblemError
from server.releases.change_tables import ChangeComparison, ChangeRow, ChangeRows, ChangeValue
from server.releases.kind_names import KIND_NAMES

__all__ = ["ChangedField", "ChangedThing", "change_sheet", "changed_things", "page_of"]

_SIZE, _SIZE_OF_ONE = 20, 30
"""How many rows a page has: of many things, each in short; of one, whole."""
_STATES = {
    "added": lazy_gettext("ajouté"),
    "removed": lazy_gettext("retiré"),
    "changed": lazy_gettext("changé"),
}
_MOST = 12_000
"""The most rows of a sheet: a narrower one is to be asked for."""
_COLUMNS = ("genre", "etat", "nom", "champ", "avant", "apres", "iri")


@dataclass(frozen=True)
class ChangedField:
    """A field by its name, before and after."""

    name: str
    sides: SideBySide


@dataclass(frozen=True)
class ChangedThing:
    """A thing that came, went or changed, its fields that did, and between what."""

    comparison: ChangeComparison
    kind: str
    state: str
    iri: str
    label: str
    fields: Sequence[ChangedField]


def page_of(rows: ChangeRows, is_one: bool) -> Page[ChangeRow]:
    """Return the page of rows that the request asks for."""
    return paginate(rows, page_number(), _SIZE_OF_ONE if is_one else _SIZE)


def changed_things(engine: Engine, rows: Iterable[ChangeRow], in_list: bool) -> list[ChangedThing]:
    """Return the things of some rows, in their order, with the fields side by side."""
    return [
        ChangedThing(*of, [_field(engine, row, in_list) for row in some if row.field])
        for of, some in groupby(rows, key=_of_one)
    ]


def _of_one(row: ChangeRow) -> tuple[ChangeComparison, str, str, str, str]:
    return row.comparison, row.kind, row.state, row.iri, row.label


def change_sheet(engine: Engine, rows: ChangeRows, name: str) -> Response:
    """Return all rows as a file for spreadsheets; 400 where they are too many for one."""
    if len(rows) > _MOST:
        raise ProblemError(
            400,
            gettext("Plus de %(most)s lignes : restreindre par genre, champ ou chose.", most=_MOST),
        )
    lines = ["\t".join(f"?{column}" for column in _COLUMNS)]
    lines += ["\t".join(_cells(engine, row)) for row in rows[:_MOST]]
    response = Response(
        sheet_of("\n".join([*lines, ""]).encode()), content_type=content_type(SHEET)
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _cells(engine: Engine, row: ChangeRow) -> Iterable[str]:
    name = field_name(engine, row.field) if row.field else ""
    kind, state = gettext(KIND_NAMES.get(row.kind, row.kind)), _STATES.get(row.state, row.state)
    texts = (kind, str(state), row.label, name, _joined(row.before), _joined(row.after))
    return [*(str(ox.Literal(text)) for text in texts), str(ox.NamedNode(row.iri))]


def _joined(values: Sequence[ChangeValue]) -> str:
    return "\n".join(value.text for value in values)


def _named(engine: Engine, values: Sequence[ChangeValue]) -> list[ChangeValue]:
    """Return values with the names that codes have in the language of the page."""
    known = codes(engine)
    return [
        replace(value, text=in_page_language(known[value.iri].words))
        if value.iri in known
        else value
        for value in values
    ]


def _field(engine: Engine, row: ChangeRow, in_list: bool) -> ChangedField:
    before, after = _named(engine, row.before), _named(engine, row.after)
    return ChangedField(field_name(engine, row.field), side_by_side(before, after, in_list))
