"""Pages below that of a métier: which métier they are of, or a 404."""

import pyoxigraph as ox

from queries import find
from server.engine import Engine
from server.http.language import gettext
from server.http.problems import ProblemError
from server.iris import DocumentPath

__all__ = ["metier_of_page"]


def metier_of_page(engine: Engine, notation: str) -> tuple[DocumentPath, str]:
    """Return the document of a métier and what it is called; 404 where the graph knows none."""
    whole = DocumentPath(f"metier/{notation}")
    try:
        term = ox.NamedNode(whole.iri)
        is_known = engine.ask(find("browse/exists"), iri=term)
    except ValueError:
        is_known = False
    if not is_known:
        raise ProblemError(404, gettext("Cette page n'existe pas."))
    rows = engine.select(find("browse/metier_identity"), metier=term)
    return whole, next((row.text("label") for row in rows), "") or notation
