"""The kinds of sheet that are read, said in triples, and written again from them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any

from loader.corpus.problems import Problem
from loader.model.rdf_terms import Triple
from loader.records import Fiche
from loader.render import (
    fiche_from_graph,
    formation_from_graph,
    render_formation,
    render_markdown,
)
from loader.sources.fiche_markdown import read_fiche
from loader.sources.formation_markdown import FICHE, IDEO, read_sheet
from loader.sources.formation_markdown.layout import Layout
from loader.triples import fiche_triples, reference_triples
from loader.triples.fiche_formation import fiche_formation_triples
from tests.loader.sheets import FORMATION, FULL, SHORT
from tests.loader.sheets import IDEO as IDEO_SHEET


@dataclass(frozen=True)
class SheetKind:
    """One kind: sheets of it, how a text is read, a record said and found again, and written."""

    sheets: tuple[str, ...]
    read: Callable[[str], tuple[Any, list[Problem]]]
    triples: Callable[[Any], Iterable[Triple]]
    from_graph: Callable[[str, Iterable[Triple]], Any]
    render: Callable[[Any], str]


def _triples_of_fiche(fiche: Fiche) -> Iterator[Triple]:
    return chain(fiche_triples(fiche), reference_triples(fiche))


def _of_formation(layout: Layout, sheet: str) -> SheetKind:
    return SheetKind(
        (sheet,),
        lambda text: read_sheet(text, "FOR.9003_bts.md", layout, "f.md"),
        partial(fiche_formation_triples, metiers={"tisseur/euse de nuages": "MET.9001"}),
        formation_from_graph,
        partial(render_formation, layout=layout),
    )


METIER = SheetKind(
    (FULL, SHORT),
    lambda text: read_fiche(text, "f.md"),
    _triples_of_fiche,
    fiche_from_graph,
    render_markdown,
)
FORMATION_KIND = _of_formation(FICHE, FORMATION)
IDEO_KIND = _of_formation(IDEO, IDEO_SHEET)
KINDS = {"métier": METIER, "formation": FORMATION_KIND, "formation initiale": IDEO_KIND}
