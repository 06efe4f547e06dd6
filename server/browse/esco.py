"""Pages of an appellation of the ROME, an ESCO occupation and an ISCO group."""

import pyoxigraph as ox

from ontology import base
from ontology.folding import fold
from queries import find
from server.browse.bridge import MATCHES, appellation_relation, occupation_relation
from server.browse.concept import Concept, ConceptGroup, Fact, Node, read_metiers, read_neighbours
from server.browse.fiche_text import text_blocks
from server.browse.formatting import number
from server.browse.property_values import PropertyValues, read_property_values
from server.engine import Engine
from server.http.language import gettext, ngettext
from server.iris import tail

__all__ = ["read_appellation", "read_isco", "read_profession"]


def read_appellation(engine: Engine, iri: str, page: int) -> Concept:
    """Read an appellation: its pair, its codes, and the occupations of ESCO that it leads to."""
    values = read_property_values(engine, iri)
    codes = values.nodes("skos:broader")
    found = read_metiers(engine, "appellation_metiers", iri, page)
    flags = {
        "mg:emploiReglemente": gettext("emploi réglementé"),
        "mg:emploiCadre": gettext("emploi de cadre"),
        "mg:peuUsite": gettext("peu usitée"),
    }
    return Concept(
        iri=iri,
        kind=gettext("Appellation du ROME"),
        title=values.text("skos:prefLabel") or tail(iri),
        index="/rome",
        code=values.text("skos:notation"),
        forms=_pair(values),
        facts=[
            Fact(gettext("Code ROME V3"), _in_version(codes, "v3"), "skos:broader"),
            Fact(gettext("Code ROME 4.0"), _in_version(codes, "v4"), "skos:broader"),
            values.fact(gettext("Nom court"), "skos:altLabel"),
            Fact(
                gettext("Signalée comme"),
                [Node("", text) for name, text in flags.items() if values.flag(name)],
            ),
        ],
        groups=[_professions(values)],
        lead=ngettext(
            "Un métier a le même code ROME V3",
            "%(number)s métiers ont le même code ROME V3",
            found.total,
            number=number(found.total),
        ),
        entries=found,
    )


def _professions(values: PropertyValues) -> ConceptGroup:
    nodes = []
    relations = [relation for relation in MATCHES if values.nodes(f"skos:{relation}")]
    for relation in relations:
        note = gettext("profession %(relation)s", relation=occupation_relation(f"#{relation}"))
        nodes += [
            Node(node.iri, node.label, note=note) for node in values.nodes(f"skos:{relation}")
        ]
    single = f"skos:{relations[0]}" if len(relations) == 1 else ""
    return ConceptGroup(gettext("Elle mène, dans ESCO, à"), nodes, relation=single)


def _pair(values: PropertyValues) -> list[str]:
    return list(dict.fromkeys([*values.texts("mg:feminin"), *values.texts("mg:masculin")]))


def _in_version(codes: list[Node], version: str) -> list[Node]:
    folder = f"{base()}id/rome/{version}/"
    return [
        Node(node.iri, node.label, code=tail(node.iri))
        for node in codes
        if node.iri.startswith(folder)
    ]


def read_profession(engine: Engine, iri: str, page: int) -> Concept:
    """Read an occupation of ESCO, and the appellations of the ROME that lead to it."""
    values = read_property_values(engine, iri)
    rows = engine.select(find("browse/esco_appellations"), iri=ox.NamedNode(iri))
    appellations = [
        Node(
            row.iri("appellation"),
            row.text("label"),
            note=appellation_relation(row.iri("relation")),
        )
        for row in rows
    ]
    found = read_metiers(engine, "esco_metiers", iri, page)
    return Concept(
        iri=iri,
        kind=gettext("Profession ESCO"),
        title=values.text("skos:prefLabel") or tail(iri),
        forms=_pair(values),
        definition=text_blocks(values.text("dct:description")),
        facts=[values.fact(gettext("Autres noms"), "skos:altLabel")],
        tree=read_neighbours(engine, iri),
        groups=[
            ConceptGroup(
                gettext("Les appellations du ROME qui y mènent"),
                sorted(appellations, key=lambda node: fold(node.label)),
                note=gettext("À côté de chacune, ce qu'elle est auprès de la profession."),
            ),
        ],
        lead=ngettext(
            "Un métier a le code ROME V3 d'une appellation qui y mène",
            "%(number)s métiers ont le code ROME V3 d'une appellation qui y mène",
            found.total,
            number=number(found.total),
        ),
        entries=found,
        publisher=gettext("La page d'ESCO sur cette profession"),
        publisher_page=iri,
    )


def read_isco(engine: Engine, iri: str, page: int) -> Concept:
    """Read a group of ISCO: the groups above and below, and the occupations of ESCO in it."""
    values = read_property_values(engine, iri)
    return Concept(
        iri=iri,
        kind=gettext("Groupe ISCO"),
        title=values.text("skos:prefLabel") or tail(iri),
        code=values.text("skos:notation"),
        definition=text_blocks(values.text("dct:description")),
        facts=[values.fact(gettext("Autres noms"), "skos:altLabel")],
        tree=read_neighbours(engine, iri),
        publisher=gettext("La page d'ESCO sur ce groupe"),
        publisher_page=iri,
    )
