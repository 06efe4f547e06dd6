"""The pages of what editions of a fiche do not say alike: by field, of a field, of one métier.

Which métiers they are stands in the manifest: to ask the graph takes seconds.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pyoxigraph as ox
from flask import Blueprint, render_template, request

from ontology import base, prefixes
from queries import find
from server.browse.pages import page_number
from server.browse.paging import paginate
from server.current import release
from server.engine import Engine, Row
from server.iris import compact, tail
from server.problem import ProblemError

__all__ = ["blueprint"]

blueprint = Blueprint("conflits", __name__)

_RUBRIQUE = f"{base()}id/rubrique/"
_TITLE = "skos:prefLabel"
_ID = re.compile(r"MET\.\d+", re.ASCII)


@dataclass(frozen=True)
class Field:
    """A field, and the ids of the métiers whose fiches differ in it; `key` is its short IRI."""

    key: str
    name: str
    metiers: Sequence[str]


@dataclass(frozen=True)
class Entry:
    """A métier."""

    label: str
    notation: str


@dataclass(frozen=True)
class Side:
    """What one graph gives that another one does not: nodes (IRI, label), or texts ("", text)."""

    graph: str
    name: str
    values: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Conflict:
    """A field of a métier, as each graph has it."""

    name: str
    sides: Sequence[Side]


@blueprint.get("/conflits")
def conflits() -> str:
    """Show how many métiers each field has; with ``?champ=``, which; with ``?metier=``, what."""
    if metier := request.args.get("metier"):
        return _metier_page(metier)
    conflicting = read_conflicting(release().folder)
    fields = read_fields(release().engine, conflicting or {})
    key = request.args.get("champ", "")
    if not key:
        return render_template("conflits.html", fields=fields, counted=conflicting is not None)
    chosen = next((field for field in fields if field.key == key), None)
    if chosen is None:
        raise ProblemError(404, "Rien ne diffère dans ce champ, ou ce n'en est pas un.")
    entries = paginate(read_entries(release().engine, chosen), page_number())
    return render_template("conflits_champ.html", field=chosen, entries=entries)


def read_conflicting(folder: Path) -> Mapping[str, Sequence[str]] | None:
    """Return the ids of the métiers by field; None where a release of before does not say them."""
    found: Mapping[str, Sequence[str]] | None
    found = json.loads((folder / "manifest.json").read_text("utf-8")).get("conflicting")
    return found


def read_fields(engine: Engine, conflicting: Mapping[str, Sequence[str]]) -> Sequence[Field]:
    """Return the fields in which fiches differ, by their names."""
    return [Field(key, _named(engine, key), metiers) for key, metiers in conflicting.items()]


def read_entries(engine: Engine, field: Field) -> Sequence[Entry]:
    """Return the métiers of a field, by their titles."""
    found = []
    for id_ in field.metiers:
        metier = ox.NamedNode(f"{base()}id/metier/{id_}")
        title = engine.select(find("browse/concept"), iri=metier)[0].text("label")
        found.append(Entry(title or id_, id_))
    return sorted(found, key=lambda entry: (entry.label, entry.notation))


def read_conflicts(engine: Engine, metier: ox.NamedNode) -> Sequence[Conflict]:
    """Return what editions of its fiche say otherwise of a métier."""
    rows = engine.select(find("api/conflits"), metier=metier)
    return [
        Conflict(
            _name(several[0]),
            [_side(graph, list(mine)) for graph, mine in groupby(several, _graph)],
        )
        for _, group in groupby(rows, lambda row: row.iri("champ"))
        if (several := list(group))
    ]


def _metier_page(id_: str) -> str:
    if not _ID.fullmatch(id_):
        raise ProblemError(400, "Le paramètre « metier » est un identifiant comme MET.797.")
    metier = ox.NamedNode(f"{base()}id/metier/{id_}")
    identity = release().engine.select(find("browse/metier_identity"), metier=metier)[0]
    if not identity.text("notation"):
        raise ProblemError(404, f"Le métier {id_} n'est pas dans cette release.")
    conflicts = read_conflicts(release().engine, metier)
    title = identity.text("label") or id_
    return render_template(
        "conflits_metier.html", iri=metier.value, title=title, conflicts=conflicts
    )


def _named(engine: Engine, key: str) -> str:
    prefix, _, local = key.partition(":")
    field = ox.NamedNode(prefixes().get(prefix, "") + local)
    return _name(engine.select(find("browse/champ"), champ=field)[0])


def _name(row: Row) -> str:
    iri, name = row.iri("champ"), row.text("nomChamp")
    if iri.startswith(_RUBRIQUE):
        return f"texte de {name or tail(iri)}"
    key = compact(iri, prefixes())
    return name or ("titre" if key == _TITLE else key)


def _graph(row: Row) -> str:
    return row.iri("graphe")


def _side(graph: str, rows: Sequence[Row]) -> Side:
    values = dict.fromkeys(
        (row.optional_iri("valeur") or "", row.text("nom") or _plain(row)) for row in rows
    )
    return Side(graph, " ".join(graph.removeprefix(f"{base()}graph/").split("/")[:2]), list(values))


def _plain(row: Row) -> str:
    iri = row.optional_iri("valeur")
    return tail(iri) if iri else row.text("valeur")
