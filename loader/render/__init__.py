"""Rendering: from a named graph back to the sheet that it was read from."""

from collections.abc import Iterable

from loader.model.rdf_terms import Triple
from loader.render.formation import formation_from_graph, render_formation
from loader.render.from_graph import fiche_from_graph
from loader.render.markdown import render_markdown
from loader.sources.formation_markdown import LAYOUTS

__all__ = [
    "fiche_from_graph",
    "formation_from_graph",
    "render_formation",
    "render_markdown",
    "sheet_from_graph",
]


def sheet_from_graph(id_: str, source: str, triples: Iterable[Triple]) -> str | None:
    """Return the sheet of a métier or of a formation, as its source writes it.

    None when the graph holds no title for this id.
    """
    if layout := LAYOUTS.get(source):
        formation = formation_from_graph(id_, triples)
        return render_formation(formation, layout) if formation else None
    fiche = fiche_from_graph(id_, triples)
    return render_markdown(fiche) if fiche else None
