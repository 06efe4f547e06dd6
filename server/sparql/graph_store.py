"""Graph Store HTTP Protocol at ``/store``, to read: a graph named by the address's query.

Graphs whose IRI is of this server answer there as well, ``/graph/…`` (direct identification, §4.1).
The triples are evaluated with strangers' queries, within their bounds: a graph may be large.
"""

import pyoxigraph as ox
from flask import Blueprint, Response, request
from flask_babel import gettext

from queries import find
from server.engine import Question
from server.engine.formats import ALIASES, GRAPH, QUADS, content_type
from server.http.negotiation import choose
from server.http.problems import ProblemError
from server.releases.current import release
from server.sparql.query_pool import ask
from server.sparql.streamed_response import bounded, send

__all__ = ["blueprint"]

blueprint = Blueprint("store", __name__)

_OFFERED = (*(kind for kind in GRAPH if kind not in QUADS), *ALIASES)
_DUMP = '</dump/dataset.ttl.gz>; rel="alternate"; type="application/gzip"'


@blueprint.get("/store")
def store() -> Response:
    """Serve the triples of the default graph (``?default``) or of a named one (``?graph=``).

    400 where the address names none or several, or by no absolute IRI; 404 for an unknown graph.
    """
    graph = _graph_asked_for()
    media_type = choose(request.headers.getlist("Accept"), _OFFERED)
    if media_type is None:
        types = ", ".join(_OFFERED)
        raise ProblemError(406, gettext("Un graphe se sert en %(types)s.", types=types))
    question = Question(
        find("api/triplets").text,
        None,
        ALIASES.get(media_type, media_type),
        default_graphs=(graph.value,) if graph else (),
    )
    response = bounded(send(ask(question, None)))
    response.content_type = content_type(media_type)
    response.vary.add("Accept")
    if graph is None:
        response.headers.add("Link", _DUMP)
    return response


def _graph_asked_for() -> ox.NamedNode | None:
    """Return the name of a graph that exists, None for the default graph."""
    names, default = request.args.getlist("graph"), request.args.getlist("default")
    if len(names) + len(default) != 1 or any(default):
        detail = gettext("L'adresse nomme un graphe : « ?default », ou « ?graph= » une fois.")
        raise ProblemError(400, detail)
    if default:
        return None
    try:
        graph = ox.NamedNode(names[0])
    except ValueError:
        raise ProblemError(400, gettext("Un graphe se nomme par un IRI absolu.")) from None
    if not release().engine.ask(find("browse/graph_exists"), graph=graph):
        detail = gettext("Aucun graphe ne s'appelle « %(name)s ».", name=graph.value)
        raise ProblemError(404, detail)
    return graph
