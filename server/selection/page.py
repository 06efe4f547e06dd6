"""Selection page: what is kept, compared, handed out and exported; its address is its only state.

Buttons of its forms change it (``monter``, ``descendre``, ``retirer``, ``ajouter``): each leads to
the address of the selection that it makes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response, current_app, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from server.browse import name_lookup
from server.browse.formatting import StartingPay
from server.browse.pagination import Page, page_number, paginate
from server.browse.qr_code import QrCode, qr_code
from server.browse.thing_pages import HANDOUTS
from server.engine import Engine
from server.engine.federation.allowlist import Endpoint
from server.engine.formats import SHEET, XLSX, content_type
from server.explore.facet_data import read_facet_data
from server.http.language import gettext
from server.http.own_address import lasting_address
from server.http.problems import ProblemError
from server.iris import DocumentPath
from server.releases.current import release
from server.search.matches import SearchHit, find_all
from server.search.ranking import TYPES
from server.selection.address import (
    MOST,
    PATH,
    AddressedSelection,
    KeptSelection,
    KeptThing,
    read_selected,
    thing_called,
)
from server.selection.comparison import COMPARED, ComparisonRow, compare
from server.selection.exports import csv_of_selection, workbook_of_selection
from server.selection.market_rows import read_market_rows
from server.selection.openings import OpeningFormation, opening_formations
from server.settings import SETTINGS, Settings
from server.sparql.data_road import call_at_hand

__all__ = ["KeptRow", "SelectionPage", "blueprint"]

blueprint = Blueprint("selection", __name__)

_MOVES: Final = {"monter": -1, "descendre": 1}
_VIEWS: Final = ("", "comparer", "impression")
_FORMATS: Final = ("csv", "xlsx")
_OPENINGS: Final = 20
"""Formations of a page."""
_SHEETS: Final = 8
"""Hand-outs of a page to print."""
_CANDIDATES: Final = 10
_LONGEST: Final = 200


@dataclass(frozen=True)
class KeptRow:
    """A thing as the page lists it: its level, and a beginner's least pay, a month, if known."""

    thing: KeptThing
    level: str
    pay: StartingPay | None = None


@dataclass(frozen=True)
class SelectionPage:
    """What the page shows of a selection; `candidates` answer what the reader would add."""

    asked: AddressedSelection
    metiers: Sequence[KeptRow]
    formations: Sequence[KeptRow]
    openings: Page[OpeningFormation]
    candidates: Sequence[SearchHit]
    qr: QrCode | None

    @property
    def kept(self) -> KeptSelection:
        """The selection."""
        return self.asked.kept


@blueprint.get(PATH)
def selection() -> BaseResponse:
    """Show the selection of an address, compare it, hand it out, or give it as a file."""
    asked = read_selected(release().engine, request.args)
    view, form = request.args.get("vue", ""), request.args.get("format", "")
    _check("vue", view, _VIEWS)
    _check("format", form, ("", *_FORMATS))
    if (changed := _changed(asked.kept)) is not None:
        return redirect(changed.address(), 303)
    if form:
        return _file(asked, form)
    if view == "comparer" and len(asked.kept.metiers) > 1:
        return Response(_comparison(asked))
    if view == "impression" and asked.kept.things:
        return Response(_handouts(asked))
    return Response(_list(asked))


def _check(name: str, value: str, known: Sequence[str]) -> None:
    if value not in known:
        names = ", ".join(filter(None, known))
        detail = gettext("Le paramètre « %(name)s » vaut %(names)s.", name=name, names=names)
        raise ProblemError(400, detail)


def _changed(kept: KeptSelection) -> KeptSelection | None:
    """Return the selection that a button of the page asks for, None where none was pressed."""
    args = request.args
    for name, steps in _MOVES.items():
        if thing := kept.find(args.get(name, "")):
            return kept.moved(thing, steps)
    if thing := kept.find(args.get("retirer", "")):
        return kept.without(thing)
    added = thing_called(release().engine, args.get("ajouter", ""))
    return kept.with_thing(added) if added and not kept.is_full else None


def _file(asked: AddressedSelection, form: str) -> Response:
    """Return the selection as a file; 400 where it would lack what was asked for."""
    for text, reason in asked.left_out:
        raise ProblemError(400, gettext("« %(text)s » : %(reason)s.", text=text, reason=reason))
    if form == "csv":
        response = Response(
            csv_of_selection(release().engine, asked.kept), content_type=content_type(SHEET)
        )
    else:
        response = Response(workbook_of_selection(release(), asked.kept), content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="selection.{form}"'
    return response


def _list(asked: AddressedSelection) -> str:
    engine, kept = release().engine, asked.kept
    found = opening_formations(engine, kept.metiers)
    page = SelectionPage(
        asked,
        metiers=_rows(engine, kept.metiers),
        formations=_rows(engine, kept.formations),
        openings=paginate(found, page_number(), _OPENINGS),
        candidates=_candidates(kept),
        qr=qr_code(lasting_address() + kept.address().removeprefix("/")) if kept.things else None,
    )
    added = request.args.get("ajouter", "")[:_LONGEST]
    return render_template(
        "selection.html", page=page, added=added, most=MOST, compared=COMPARED, types=TYPES
    )


def _rows(engine: Engine, things: Sequence[KeptThing]) -> list[KeptRow]:
    iris = {each.iri for each in things}
    pays = {one.iri: one.pay for one in read_facet_data(engine).items if one.iri in iris}
    return [
        KeptRow(
            each,
            name_lookup.name_of(engine, each.named.niveau) if each.named.niveau else "",
            pays.get(each.iri),
        )
        for each in things
    ]


def _candidates(kept: KeptSelection) -> Sequence[SearchHit]:
    """Return the métiers and the formations that answer what is to be added."""
    text = request.args.get("ajouter", "")[:_LONGEST]
    if not text or kept.is_full:
        return ()
    found = find_all(release().index, text).hits
    hits = [hit for hit in found if hit.type in ("metier", "formation")]
    return [hit for hit in hits if kept.find(hit.iri.rpartition("/")[2]) is None][:_CANDIDATES]


def _comparison(asked: AddressedSelection) -> str:
    """Compare the métiers that ``c=`` names, else the first ones of the selection."""
    kept = asked.kept
    named = dict.fromkeys(request.args.getlist("c"))
    chosen = [each for each in kept.metiers if each.id in named]
    if len(chosen) < 2:
        chosen = list(kept.metiers)
    shown = chosen[:COMPARED]
    ticked = [("c", each.id) for each in shown] if named else []
    settings: Settings = current_app.config[SETTINGS]
    endpoint = settings.market if request.args.get("marche") else None
    return render_template(
        "comparison.html",
        asked=asked,
        comparison=compare(release().engine, shown),
        left=len(chosen[COMPARED:]),
        market=settings.market,
        endpoint=endpoint,
        figures=_figures(shown, endpoint) if endpoint else (),
        with_market=kept.address(*ticked, ("vue", "comparer"), ("marche", "oui")),
    )


def _figures(metiers: Sequence[KeptThing], endpoint: Endpoint) -> Sequence[ComparisonRow] | None:
    """Return what the labour market's endpoint knows, None where it fails."""
    call_at_hand().digest = ""  # the answer is not that of the release alone
    return read_market_rows(release().engine, metiers, endpoint)


def _handouts(asked: AddressedSelection) -> str:
    engine, root = release().engine, lasting_address()
    page = paginate(asked.kept.things, page_number(), _SHEETS)
    sheets = page.of(
        lambda each: HANDOUTS[each.folder](engine, DocumentPath(f"{each.folder}/{each.id}"), root)
    )
    return render_template("handouts.html", asked=asked, kept=asked.kept, sheets=sheets)
