"""Conflicts between editions of a fiche: the pages by field, of a field, of one métier.

Which métiers they are stands in the manifest: to ask the graph takes seconds.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox
from flask import Blueprint, render_template, request

from ontology import base, prefixes
from ontology.folding import fold
from queries import find
from server.browse import name_lookup
from server.browse.pagination import page_number, paginate
from server.browse.provenance import read_name
from server.browse.vocabulary import term_name
from server.engine import Engine, Row
from server.http.language import gettext
from server.http.problems import ProblemError
from server.iris import anchor, tail
from server.releases.current import release

__all__ = ["blueprint"]

blueprint = Blueprint("conflits", __name__)

_RUBRIQUE = f"{base()}id/rubrique/"
_TITLE = prefixes()["skos"] + "prefLabel"
_ID = re.compile(r"MET\.\d+", re.ASCII)


@dataclass(frozen=True)
class ConflictField:
    """A field, and the ids of the métiers whose fiches differ in it; `key` is its short IRI."""

    key: str
    name: str
    metiers: Sequence[str]


@dataclass(frozen=True)
class ConflictEntry:
    """A métier in the list of a field."""

    label: str
    notation: str


@dataclass(frozen=True)
class ConflictSide:
    """The values that one graph has and another lacks: nodes (IRI, label), or texts ("", text)."""

    graph: str
    name: str
    values: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Conflict:
    """A field of a métier, as each graph has it."""

    name: str
    sides: Sequence[ConflictSide]


@blueprint.get("/conflits")
def conflits() -> str:
    """Show how many métiers each field has; with ``?champ=``, which; with ``?metier=``, what."""
    if metier := request.args.get("metier"):
        return _metier_page(metier)
    conflicting = release().manifest.conflicting
    fields = read_fields(release().engine, conflicting or {})
    key = request.args.get("champ", "")
    if not key:
        return render_template("conflits.html", fields=fields, counted=conflicting is not None)
    chosen = next((field for field in fields if field.key == key), None)
    if chosen is None:
        raise ProblemError(404, gettext("Rien ne diffère dans ce champ, ou ce n'en est pas un."))
    entries = paginate(read_entries(release().engine, chosen), page_number())
    return render_template("conflits_champ.html", field=chosen, entries=entries)


def read_fields(
    engine: Engine, conflicting: Mapping[str, Sequence[str]]
) -> Sequence[ConflictField]:
    """Return the fields in which fiches differ, by their names."""
    return [
        ConflictField(key, _key_name(engine, key), metiers) for key, metiers in conflicting.items()
    ]


def read_entries(engine: Engine, field: ConflictField) -> Sequence[ConflictEntry]:
    """Return the métiers of a field, by their titles."""
    iris = {id_: f"{base()}id/metier/{id_}" for id_ in field.metiers}
    known = name_lookup.metiers(engine, iris.values())
    named = {id_: known.get(iri) for id_, iri in iris.items()}
    ranked = sorted(named, key=lambda id_: (each.rank if (each := named[id_]) else -1, id_))
    return [ConflictEntry(each.label if (each := named[id_]) else id_, id_) for id_ in ranked]


def read_conflicts(engine: Engine, metier: ox.NamedNode) -> Sequence[Conflict]:
    """Return the fields in which the editions of a métier's fiche differ.

    Under each graph stand the values that another graph, which has the field too, does not give.
    """
    stated: dict[str, dict[str, dict[str, Row]]] = {}
    for row in engine.select(find("browse/metier_editions"), metier=metier):
        graphs = stated.setdefault(row.iri("champ"), {})
        graphs.setdefault(row.iri("graphe"), {})[str(row.terms["valeur"])] = row
    found = []
    for field, graphs in sorted(stated.items()):
        common = set.intersection(*(set(values) for values in graphs.values()))
        sides = [
            _side(engine, graph, [row for value, row in values.items() if value not in common])
            for graph, values in sorted(graphs.items())
            if values.keys() - common
        ]
        if sides:
            found.append(Conflict(_name(engine, field), sides))
    return found


def _metier_page(id_: str) -> str:
    if not _ID.fullmatch(id_):
        raise ProblemError(
            400, gettext("Le paramètre « metier » est un identifiant comme MET.797.")
        )
    metier = ox.NamedNode(f"{base()}id/metier/{id_}")
    identity = release().engine.select(find("browse/metier_identity"), metier=metier)[0]
    if not identity.text("notation"):
        raise ProblemError(
            404, gettext("Le métier %(name)s n'est pas dans cette release.", name=id_)
        )
    conflicts = read_conflicts(release().engine, metier)
    title = identity.text("label") or id_
    return render_template(
        "conflits_metier.html", iri=metier.value, title=title, conflicts=conflicts
    )


def _key_name(engine: Engine, key: str) -> str:
    prefix, _, local = key.partition(":")
    return _name(engine, prefixes().get(prefix, "") + local)


def _name(engine: Engine, field: str) -> str:
    if field.startswith(_RUBRIQUE):
        name = name_lookup.name_of(engine, field) or tail(field)
        return str(gettext("texte de %(name)s", name=name))
    return gettext("titre") if field == _TITLE else term_name(engine, field)


def _side(engine: Engine, graph: str, rows: Sequence[Row]) -> ConflictSide:
    values = [  # a part that a newer edition has no more is nowhere to be gone to
        ("" if anchor(iri) else iri, read_name(engine, iri))
        if (iri := row.optional_iri("valeur") or "")
        else ("", row.text("valeur"))
        for row in rows
    ]
    name = " ".join(graph.removeprefix(f"{base()}graph/").split("/")[:2])
    return ConflictSide(graph, name, sorted(values, key=lambda value: fold(value[1])))
