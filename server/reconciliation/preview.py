"""Preview of a thing, a small page that other sites may frame; and the way to its own page."""

from collections.abc import Mapping, Sequence
from typing import Final

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from server.http.language import gettext, language
from server.http.problems import ProblemError
from server.iris import link
from server.reconciliation.properties import all_properties
from server.releases.current import release
from server.search.index import FoundThing
from server.search.ranking import TYPES

__all__ = ["blueprint", "preview_fragment"]

blueprint = Blueprint("reconciliation_preview", __name__)

_SHOWN: Final = ("nom", "niveau", "domaine", "rome_v3", "rome_v4", "rncp")
_CODED: Final = ("domaine", "rome_v3", "rome_v4")
"""Those whose values are known by their codes."""
_MOST: Final = 6
"""Values of a property that are shown."""
_FRAMED: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors *"
)
"""No script, no form: a site that frames it can make nobody do anything here."""


@blueprint.get("/reconciliation/0.2/preview")
@blueprint.get("/reconciliation/1.0/preview")
def preview() -> Response:
    """Show ``id`` in a few lines, to be framed."""
    thing = _thing(request.args.get("id", ""))
    page = render_template("rapprocher_apercu.html", **_shown(thing))
    return Response(page, mimetype="text/html", headers={"Content-Security-Policy": _FRAMED})


@blueprint.get("/reconciliation/view")
def view() -> BaseResponse:
    """Lead to the page of ``id``."""
    return redirect(link(_thing(request.args.get("id", "")).iri) or "/", 303)


def preview_fragment(iri: str) -> str:
    """Return the same lines without the page around them."""
    return render_template("rapprocher_chose.html", **_shown(_thing(iri)))


def _thing(iri: str) -> FoundThing:
    """Return the thing of an IRI; ProblemError (404) where there is none."""
    index = release().index
    for thing in index.things([number for number, _ in index.numbers_of([iri])]).values():
        return thing
    raise ProblemError(
        404, gettext("Rien n'est publié sous l'identifiant « %(id)s ».", id=iri[:200])
    )


def _shown(thing: FoundThing) -> Mapping[str, object]:
    said: dict[str, list[str]] = {}
    for value in release().index.property_values([thing.id], _SHOWN):
        text = f"{value.code} {value.text}" if value.property in _CODED else value.text
        said.setdefault(value.property, []).append(text.strip())
    return {
        "thing": thing,
        "kind": TYPES[thing.type],
        "values": {
            all_properties()[name].title_in(language()): _few(said[name])
            for name in _SHOWN
            if name in said
        },
    }


def _few(values: Sequence[str]) -> str:
    return ", ".join(values[:_MOST]) + ("…" if len(values) > _MOST else "")
