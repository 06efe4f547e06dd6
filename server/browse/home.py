"""Home page, indexes and example queries; and the globals and filters of all templates."""

from typing import Any, Final

from flask import Blueprint, Response, current_app, jsonify, render_template, request

from queries import find, folder
from server.api.root import dataset, root_document
from server.browse.formatting import capitalized, licence, truncate
from server.browse.kinds import KINDS, ThingKind
from server.browse.labels import french_attribute, lang_attribute
from server.browse.list_pages import read_index
from server.browse.page_address import PageAddress
from server.browse.pagination import page_number, paginate
from server.browse.pourquoi import why_address
from server.http.negotiation import choose
from server.releases.current import release
from server.settings import SETTINGS

__all__ = ["blueprint"]

_EXAMPLES: Final = 30
"""How many queries a page shows, each whole."""

blueprint = Blueprint("site", __name__)


@blueprint.app_context_processor
def _page_address() -> dict[str, Any]:
    """Give templates the address of the page."""
    return {"address": PageAddress()}


blueprint.add_app_template_global(french_attribute, "french")
blueprint.add_app_template_global(lang_attribute, "tongue")
blueprint.add_app_template_global(why_address, "why")
blueprint.add_app_template_filter(capitalized, "titled")
blueprint.add_app_template_filter(truncate, "beginning")
blueprint.add_app_template_filter(licence, "licence")


@blueprint.get("/")
def home() -> str | Response:
    """Show where to start: a page, or the root of the API."""
    held = release()
    offered = ("text/html", "application/json")
    if choose(request.headers.getlist("Accept"), offered) == "application/json":
        return jsonify(root_document(held.manifest))
    counts = held.engine.select(find("browse/home_counts"))[0]
    root: str = current_app.config[SETTINGS].canonical_root
    return render_template(
        "home.html",
        counts=counts,
        kinds=KINDS,
        accepted=held.manifest.accepted,
        dataset=dataset(held.manifest, root),
    )


@blueprint.get("/exemples")
def examples() -> str:
    """Show the example queries, the shortest first, each with a link that runs it."""
    found = sorted(folder("api").values(), key=lambda query: len(query.body))
    return render_template("examples.html", page=paginate(found, page_number(), _EXAMPLES))


def _index(kind: ThingKind) -> str:
    page = read_index(release().engine, kind, page_number(), request.args.get("lettre", ""))
    return render_template("index.html", page=page)


for _kind in (kind for kind in KINDS if kind.name != "formation"):  # which are to explore
    blueprint.add_url_rule(_kind.index, _kind.index.strip("/"), _index, defaults={"kind": _kind})
