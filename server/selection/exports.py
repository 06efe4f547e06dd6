"""CSV and workbook of a selection: a row for each thing that is kept, then for each formation."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import pyoxigraph as ox

from server.browse.formatting import licence
from server.browse.metier import MetierPage, read_metier
from server.browse.property_values import read_property_values
from server.browse.studies import read_studies
from server.engine import Engine, Term
from server.engine.spreadsheet import sheet_of_rows
from server.engine.typed_rows import workbook
from server.http.language import gettext
from server.releases.release import Release
from server.selection.address import KeptSelection, KeptThing
from server.selection.openings import OpeningFormation, opening_formations

__all__ = ["csv_of_selection", "workbook_of_selection"]

_COLUMNS: Final = (
    "sorte", "identifiant", "nom", "niveau", "duree", "salaire", "statuts", "interets", "secteurs",
    "rome_v3", "rome_v4", "type", "rncp", "metiers_de_la_selection", "iri",
)  # fmt: skip
_BETWEEN: Final = " | "
"""What parts the values of a cell, as in the tables of a release."""

Cells = dict[str, str | Sequence[str]]


def csv_of_selection(engine: Engine, kept: KeptSelection) -> bytes:
    """Return a selection as a file for spreadsheets, which no formula can come out of."""
    return sheet_of_rows(_COLUMNS, _rows(engine, kept))


def workbook_of_selection(release: Release, kept: KeptSelection) -> bytes:
    """Return a selection as a workbook; its second sheet says what it comes from."""
    return workbook(_COLUMNS, [*_rows(release.engine, kept)], _origin(release, kept))


def _rows(engine: Engine, kept: KeptSelection) -> Iterable[Sequence[Term | None]]:
    for metier in kept.metiers:
        yield _row(_metier_cells(engine, metier))
    openings = opening_formations(engine, kept.metiers)
    opened = {each.iri: each for each in openings}
    for formation in kept.formations:
        cells = _formation_cells(engine, formation)
        yield _row(cells | _opened(opened.pop(formation.iri, None)))
    for each in openings:
        if each.iri in opened:
            yield _row(_opening_cells(each) | _opened(each))


def _row(cells: Cells) -> Sequence[Term | None]:
    joined = (cells.get(name, "") for name in _COLUMNS)
    texts = (text if isinstance(text, str) else _BETWEEN.join(text) for text in joined)
    return [ox.Literal(text) if text else None for text in texts]


def _metier_cells(engine: Engine, metier: KeptThing) -> Cells:
    page = read_metier(engine, metier.iri)
    amounts = page.salaire.amounts if page.salaire else ()
    return {
        "sorte": str(gettext("métier")),
        "identifiant": metier.id,
        "nom": page.title,
        "niveau": _labels(page, "niveau"),
        "duree": [str(each) for each in read_studies(engine, metier.iri).lengths],
        "salaire": [*map(str, amounts)],
        "statuts": _labels(page, "statut"),
        "interets": _labels(page, "interet"),
        "secteurs": _labels(page, "secteur"),
        "rome_v3": [each.notation for each in page.rome],
        "rome_v4": [each.code.code for each in page.bridge.codes],
        "iri": page.iri,
    }


def _labels(page: MetierPage, name: str) -> Sequence[str]:
    return [link.label for link in page.links.get(name, ())]


def _formation_cells(engine: Engine, formation: KeptThing) -> Cells:
    values = read_property_values(engine, formation.iri)
    return {
        "sorte": str(gettext("formation")),
        "identifiant": formation.id,
        "nom": formation.label,
        "niveau": [node.label for node in values.nodes("mg:niveauSortie")],
        "duree": values.texts("mg:duree"),
        "type": values.texts("mg:typeFormation"),
        "rncp": values.texts("mg:codeRncp"),
        "iri": formation.iri,
    }


def _opening_cells(opening: OpeningFormation) -> Cells:
    return {
        "sorte": str(gettext("formation qui y mène")),
        "identifiant": opening.id,
        "nom": opening.label,
        "niveau": opening.level,
        "type": opening.kind,
        "iri": opening.iri,
    }


def _opened(opening: OpeningFormation | None) -> Cells:
    return {"metiers_de_la_selection": [each.id for each in opening.metiers] if opening else []}


def _origin(release: Release, kept: KeptSelection) -> dict[str, Any]:
    """Return what is said of a selection: its address, the release, sources with their licences."""
    said = {"address": kept.address(), "release": release.manifest.digest}
    for number, one in enumerate(release.manifest.sources, 1):
        parts = (one.title, one.publisher, one.edition, licence(one.licence))
        said[f"source {number}"] = ", ".join(filter(None, parts))
    return said
