"""Documents of named graphs, ``/graph/…``, and of the vocabulary, ``/ontology``: their triples.

They are evaluated with strangers' queries, within their bounds: a graph may be large. `root` is
the beginning of canonical addresses.
"""

from collections.abc import Mapping

import pyoxigraph as ox

from ontology import base
from queries import find
from server.engine import Question
from server.engine.formats import ALIASES, QUADS
from server.gateway.request import Request
from server.gateway.wsgi import Call
from server.http.language import gettext
from server.http.problems import ProblemError
from server.iris import split_suffix
from server.linked_data.document_forms import FORMS, GRAPH_FORMS, HTML, chosen_form, links
from server.releases.release import Release
from server.sparql.data_question import DataQuestion

__all__ = ["read_graph", "read_vocabulary"]


def read_graph(root: str, request: Request, release: Release, call: Call) -> DataQuestion | None:
    """Read the question for a named graph; 404 where there is none, None for its page."""
    stem, suffix = split_suffix(request.scope["path"].removeprefix("/graph/"))
    try:
        graph = ox.NamedNode(f"{base()}graph/{stem}")
    except ValueError:
        detail = gettext("Cette adresse ne peut être celle d'aucune chose.")
        raise ProblemError(404, detail) from None
    if not release.engine.select(find("browse/graph_exists"), graph=graph):
        raise ProblemError(404, gettext("Aucun graphe ne s'appelle « %(name)s ».", name=stem))
    call.found = stem
    return _question(root, request, f"graph/{stem}", suffix, graph, GRAPH_FORMS)


def read_vocabulary(root: str, request: Request, _: Release, call: Call) -> DataQuestion | None:
    """Read the question for the vocabulary, None for its page."""
    suffix = request.scope["path"].removeprefix("/ontology").removeprefix(".")
    if suffix and suffix not in FORMS:
        raise ProblemError(404, gettext("Le vocabulaire ne se sert pas sous cette forme."))
    graph = ox.NamedNode(f"{base()}graph/ontologie")
    return _question(root, request, "ontology", suffix, graph, FORMS)


def _question(
    root: str,
    request: Request,
    path: str,
    suffix: str,
    graph: ox.NamedNode,
    forms: Mapping[str, str],
) -> DataQuestion | None:
    media_type = chosen_form([request.header(b"accept").decode("latin-1")], suffix, forms)
    written = ALIASES.get(media_type, media_type)
    if written == HTML:
        return None
    text = find("graph/named").bound({"graph": [str(graph)]})
    question = Question(text, None, written, graph=graph.value if written in QUADS else "")
    headers = [(b"link", each.encode()) for each in links(root, path, written, forms)]
    return DataQuestion(question, headers, graph_type=media_type)
