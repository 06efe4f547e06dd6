"""Rendering: from a named graph back to the sheet that it was read from."""

from loader.render.from_graph import fiche_from_graph
from loader.render.markdown import render_markdown

__all__ = ["fiche_from_graph", "render_markdown"]
