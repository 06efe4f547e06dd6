"""Changes between releases, and between editions of the sheets: a page, a table, the document."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from flask import Blueprint, Response, current_app, render_template, request, send_file

from queries import find
from server.browse.pagination import Page
from server.changes.change_feeds import change_feed
from server.changes.change_request import ChangeParameters, read_parameters, short_name
from server.changes.change_table import ChangedThing, change_sheet, changed_things, page_of
from server.changes.field_names import field_name
from server.http.language import gettext
from server.http.problems import ProblemError
from server.linked_data.dump import RELEASES
from server.releases.change_tables import (
    ChangeComparison,
    ChangeFilter,
    ChangeRow,
    ChangeRows,
    read_edition_comparisons,
    read_release_comparison,
)
from server.releases.current import release
from server.releases.history import Past, read_history
from server.releases.kind_names import KIND_NAMES
from server.releases.layout import CHANGES_FILE

__all__ = ["ChangesView", "blueprint"]


blueprint = Blueprint("changes", __name__)
blueprint.add_app_template_filter(short_name, "short")

_PATH: Final = "/changes"
_COMPARED: Final = ("release", "editions")


@dataclass(frozen=True)
class ChangesView:
    """The page: what is compared and can be, what is asked for, and the rows of a page of it.

    `comparison` is None for a release that was compared to none. `things` counts what the filter
    leaves, over all pages.
    """

    past: Past
    history: Sequence[Past]
    comparison: ChangeComparison | None
    others: Sequence[ChangeComparison]
    asked: ChangeParameters
    rows: Page[ChangeRow]
    things: int
    shown: Sequence[ChangedThing]

    @property
    def pages(self) -> str:
        """The address of a page, up to its number."""
        address = self.asked.address()
        return f"{address}{'&' if '?' in address else '?'}page="

    @property
    def fields(self) -> Sequence[str]:
        """The keys of the fields that can be chosen: those of the kind, if one is."""
        kinds = self.comparison.kinds if self.comparison else ()
        chosen = self.asked.wanted.kind
        some = (field for kind in kinds if chosen in ("", kind.key) for field in kind.fields)
        return list(dict.fromkeys(key for key, _, _ in some))


@blueprint.get(_PATH)
def changes() -> str:
    """Show what changed with a release, or from an edition of the sheets to the next."""
    return render_template(
        "changes.html",
        view=_read_view(),
        kind_name=_kind_name,
        field_name=partial(field_name, release().engine),
        editions_of=_editions_of,
    )


@blueprint.get(f"{_PATH}.csv")
def table() -> Response:
    """Serve the rows that the same parameters leave, for spreadsheets."""
    past, _ = _requested_release()
    asked = _read_asked(_PATH, past)
    comparison = _comparison(past, asked)
    if comparison is None:
        raise ProblemError(404, gettext("Cette release n'a pas été comparée à une autre."))
    return change_sheet(release().engine, ChangeRows(asked.wanted, comparison), "changements")


@blueprint.get(f"{_PATH}.json")
def document() -> Response:
    """Serve the whole difference, as the build wrote it."""
    past, _ = _requested_release()
    file = past.folder / CHANGES_FILE
    if not file.is_file():
        raise ProblemError(404, gettext("Cette release n'a pas été comparée à une autre."))
    response = send_file(file.resolve(), "application/json", conditional=True, max_age=0)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@blueprint.get(f"{_PATH}.atom")
def feed() -> Response:
    """Serve an entry a release, the newest first; of one thing, or a code, one a change of it."""
    past, history = _requested_release()
    return change_feed(history, _read_asked(f"{_PATH}.atom", past))


def _read_view() -> ChangesView:
    past, history = _requested_release()
    asked, engine = _read_asked(_PATH, past), release().engine
    comparison = _comparison(past, asked)
    rows: Page[ChangeRow] = Page([], 1, 1, 0)
    things = 0
    if comparison is not None:
        found = ChangeRows(asked.wanted, comparison)
        rows = page_of(found, asked.is_of_things)
        things = _count_things(comparison, asked.wanted, found)
    shown = changed_things(engine, rows.items, in_list=not asked.is_of_things)
    others = read_edition_comparisons(release().folder)
    return ChangesView(past, history, comparison, others, asked, rows, things, shown)


def _read_asked(path: str, past: Past) -> ChangeParameters:
    """Read the parameters of the request; 404 for a kind, a field or a thing that there is not."""
    asked = read_parameters(path, *_COMPARED)
    wanted, compared = asked.wanted, _comparisons(past)
    fields = {key for each in compared for kind in each.kinds for key, _, _ in kind.fields}
    if wanted.kind not in ("", *KIND_NAMES):
        raise ProblemError(404, gettext("Ce genre de chose n'existe pas ici."))
    if compared and wanted.field not in ("", *fields):
        raise ProblemError(404, gettext("Rien ne diffère dans ce champ, ou ce n'en est pas un."))
    of_things = ChangeFilter(things=wanted.things)
    told = (ChangeRows(of_things, each)[:1] for each in compared)
    if wanted.things and not any(told) and not any(map(_exists, wanted.things)):
        raise ProblemError(404, gettext("Rien ne porte ce nom ici, ni n'y a changé."))
    return asked


def _exists(iri: str) -> bool:
    try:
        return release().engine.ask(find("browse/exists"), iri=ox.NamedNode(iri))
    except ValueError:  # no IRI at all
        return False


def _comparisons(past: Past) -> Sequence[ChangeComparison]:
    """Return how a release differs, if it was compared, then its editions, the newest first."""
    own = read_release_comparison(past.folder)
    editions = read_edition_comparisons(release().folder)
    return [each for each in (own, *reversed(editions)) if each is not None]


def _comparison(past: Past, asked: ChangeParameters) -> ChangeComparison | None:
    """Return the comparison that is asked for, else the first that has something to show."""
    editions = read_edition_comparisons(release().folder)
    if name := asked.given.get("editions"):
        found = next((each for each in editions if _editions_of(each) == name), None)
        if found is None:
            raise ProblemError(404, gettext("Ces deux éditions n'ont pas été comparées ici."))
        return found
    own = read_release_comparison(past.folder)
    if "release" in asked.given:
        return own
    telling = (each for each in _comparisons(past) if ChangeRows(asked.wanted, each)[:1])
    return next(telling, own)


def _count_things(comparison: ChangeComparison, wanted: ChangeFilter, found: ChangeRows) -> int:
    """Return how many things a filter leaves: a build has counted them by kind and state."""
    if wanted.field or wanted.things is not None:
        return found.things()
    states = (wanted.state,) if wanted.state else ("added", "removed", "changed")
    kinds = [kind for kind in comparison.kinds if wanted.kind in ("", kind.key)]
    return sum(int(getattr(kind, state)) for kind in kinds for state in states)


def _editions_of(comparison: ChangeComparison) -> str:
    """Return what an address calls the comparison of two editions."""
    return f"{comparison.source}/{comparison.before}/{comparison.after}"


def _kind_name(key: str) -> str:
    """Return the name of a kind in the page's language."""
    return str(gettext(KIND_NAMES[key])) if key in KIND_NAMES else key


def _releases() -> Path:
    folder: Path = current_app.config[RELEASES]
    return folder


def _requested_release() -> tuple[Past, list[Past]]:
    """Return the release that is asked for, and all of them, the newest first."""
    digest = request.args.get("release") or release().manifest.digest
    history = read_history(_releases())
    found = next((past for past in history if past.digest == digest), None)
    if found is None:
        raise ProblemError(404, gettext("Cette release n'est plus là, ou n'y a jamais été."))
    return found, history
