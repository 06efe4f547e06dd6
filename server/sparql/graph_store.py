"""Graph Store HTTP Protocol at ``/store``, to read: a graph named by the address's query.

Graphs whose IRI is of this server answer there as well, ``/graph/…`` (direct identification, §4.1).
"""

from collections.abc import Sequence
from urllib.parse import parse_qs

import pyoxigraph as ox

from queries import find
from server.engine import Question
from server.engine.formats import ALIASES, GRAPH, QUADS
from server.gateway.request import Request
from server.gateway.wsgi import Call
from server.http.language import gettext
from server.http.negotiation import choose
from server.http.problems import ProblemError
from server.releases.release import Release
from server.sparql.data_question import DataQuestion

__all__ = ["read_store"]

_OFFERED = (*(kind for kind in GRAPH if kind not in QUADS), *ALIASES)
_DUMP = b'</dump/dataset.ttl.gz>; rel="alternate"; type="application/gzip"'


def read_store(request: Request, release: Release, _: Call) -> DataQuestion:
    """Read the question for the default graph (``?default``) or for a named one (``?graph=``).

    400 where the address names none or several, or by no absolute IRI; 404 for an unknown graph.
    """
    graph = _graph_asked_for(request, release)
    media_type = choose([request.header(b"accept").decode("latin-1")], _OFFERED)
    if media_type is None:
        types = ", ".join(_OFFERED)
        raise ProblemError(406, gettext("Un graphe se sert en %(types)s.", types=types))
    named = graph and find("graph/named").bound({"graph": [str(graph)]})
    text, written = named or find("graph/triplets").text, ALIASES.get(media_type, media_type)
    question = Question(text, None, written)
    headers = [] if graph else [(b"link", _DUMP)]
    return DataQuestion(question, headers, graph_type=media_type)


def _graph_asked_for(request: Request, release: Release) -> ox.NamedNode | None:
    """Return the name of a graph that exists, None for the default graph."""
    said = parse_qs(request.scope["query_string"].decode("latin-1"), keep_blank_values=True)
    names: Sequence[str] = said.get("graph", ())
    default: Sequence[str] = said.get("default", ())
    if len(names) + len(default) != 1 or any(default):
        detail = gettext("L'adresse nomme un graphe : « ?default », ou « ?graph= » une fois.")
        raise ProblemError(400, detail)
    if default:
        return None
    try:
        graph = ox.NamedNode(names[0])
    except ValueError:
        raise ProblemError(400, gettext("Un graphe se nomme par un IRI absolu.")) from None
    if not release.engine.select(find("browse/graph_exists"), graph=graph):
        detail = gettext("Aucun graphe ne s'appelle « %(name)s ».", name=graph.value)
        raise ProblemError(404, detail)
    return graph
