"""Neighbourhood page of a thing, and the same drawing on its own as SVG."""

from dataclasses import replace

import pyoxigraph as ox
from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from ontology import base
from queries import find
from server.browse.concept import Node
from server.browse.pagination import Page, page_number, paginate
from server.engine import Engine
from server.http.language import gettext
from server.http.problems import ProblemError
from server.iris import DocumentPath, document
from server.releases.current import release
from server.see.drawing.drawing_model import Picture, PictureWords, coordinate
from server.see.drawing.group_layout import draw_narrow, draw_wide
from server.see.drawing.svg import draw_svg
from server.see.neighbourhood_data import (
    NeighbourGroup,
    Neighbourhood,
    neighbourhood_path,
    read_neighbourhood,
    read_node,
    read_relation,
)
from server.see.relation_names import relation_by_key

__all__ = ["blueprint"]

blueprint = Blueprint("voisinage", __name__)

_SUFFIX = ".svg"
_MOST, _MOST_INSIDE, _MOST_ALONE = 7, 3, 24
"""How many neighbours a relation shows: of the thing, of an opened neighbour, on its own."""
_GROUPS_INSIDE = 4
blueprint.add_app_template_filter(neighbourhood_path, "around")

blueprint.add_app_template_filter(coordinate, "coordinate")


@blueprint.get("/voisinage/<path:path>")
def voisinage(path: str) -> BaseResponse:
    """Show what surrounds the thing at ``doc/{path}``.

    With ``?ouvert=``, a relation and a path (``formation/formation/FOR.270``), that neighbour
    shows its own; with ``?relation=``, one relation is shown at length, ``?page=`` by page.
    """
    stem, is_picture = path.removesuffix(_SUFFIX), path.endswith(_SUFFIX)
    whole = document(stem)
    engine = release().engine
    _check(engine, whole, stem)
    if whole.path != stem:
        suffix = _SUFFIX if is_picture else ""
        return redirect((neighbourhood_path(whole.iri) or "/") + suffix, 303)
    shown, pages = _read(engine, whole)
    words = _words()
    if is_picture:
        draw = draw_narrow if request.args.get("forme") == "etroite" else draw_wide
        return _picture(shown, draw(shown, words.more), words, pages is None)
    pictures = [draw(shown, words.more) for draw in (draw_wide, draw_narrow)]
    drawn = [(one, draw_svg(one, one.form, words, pages is None)) for one in pictures]
    relation = request.args.get("relation", "") if pages else ""
    page = render_template(
        "voisinage.html", shown=shown, pictures=drawn, doc=whole, pages=pages, relation=relation
    )
    response = Response(page, mimetype="text/html")
    if request.args.keys() - {"lang"}:
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _picture(shown: Neighbourhood, picture: Picture, words: PictureWords, opens: bool) -> Response:
    drawn = draw_svg(picture, "v", words, opens)
    text = render_template("voisinage_seul.html", shown=shown, picture=picture, drawn=drawn)
    return Response(text, mimetype="image/svg+xml")


def _words() -> PictureWords:
    return PictureWords(
        gettext("et %(count)s autres", count="{}"),
        gettext("Ouvrir %(name)s", name="{}"),
        gettext("Refermer %(name)s", name="{}"),
        gettext("Autour de %(name)s", name="{}"),
    )


def _check(engine: Engine, whole: DocumentPath, stem: str) -> None:
    iri = whole.iri if whole.path == stem else f"{base()}id/{stem}"
    try:
        is_known = engine.ask(find("browse/exists"), iri=ox.NamedNode(iri))
    except ValueError:
        is_known = False
    if not is_known:
        raise ProblemError(
            404, gettext("Rien n'est connu ici sous le nom « %(name)s ».", name=stem)
        )


def _read(engine: Engine, whole: DocumentPath) -> tuple[Neighbourhood, Page[Node] | None]:
    key = request.args.get("relation", "")
    if key:
        return _alone(engine, whole, key)
    shown = read_neighbourhood(engine, whole.iri, _MOST)
    place, _, path = request.args.get("ouvert", "").partition("/")
    opened = document(path).iri
    nodes = [node.iri for group in shown.groups if group.key == place for node in group.nodes]
    if opened not in nodes:
        return shown, None
    inner = read_neighbourhood(engine, opened, _MOST_INSIDE, without=whole.iri)
    groups = inner.groups[:_GROUPS_INSIDE]
    return replace(shown, opened=replace(inner, groups=groups, place=place)), None


def _alone(
    engine: Engine, whole: DocumentPath, key: str
) -> tuple[Neighbourhood, Page[Node] | None]:
    relation = relation_by_key(key)
    group = read_relation(engine, whole.iri, relation) if relation else None
    if group is None or not group.nodes:
        raise ProblemError(404, gettext("Cette chose n'a pas de telle relation."))
    pages = paginate(group.nodes, page_number(), _MOST_ALONE)
    nodes = [read_node(engine, node.iri) for node in pages.items]
    shown = NeighbourGroup(group.key, group.title, nodes, len(nodes))
    return Neighbourhood(read_node(engine, whole.iri), [shown]), pages
