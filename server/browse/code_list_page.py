"""Pages of the codes of closed lists: niveau, statut, intérêt, secteur, domaine, GFE, NSF, FAP."""

from collections.abc import Iterable
from typing import Final

import pyoxigraph as ox

from queries import find
from server.browse import name_lookup
from server.browse.concept import Concept, ConceptGroup, Node, read_metiers, read_neighbours
from server.browse.fiche_text import text_blocks
from server.browse.formatting import number
from server.browse.kinds import kind_of
from server.browse.pagination import paginate
from server.browse.property_values import read_property_values
from server.browse.rome import qualification_note
from server.engine import Engine, Row
from server.http.language import gettext, lazy_gettext, ngettext
from server.iris import anchor, tail

__all__ = ["read_code", "read_domaine", "read_famille", "read_specialite"]

_RELATIONS: Final = {
    "niveau": "mg:niveauAcces",
    "statut": "mg:statut",
    "interet": "mg:centreInteret",
    "secteur": "mg:secteur",
}

_MOST: Final = 150
_KINDS: Final = {
    "domaine-onisep": lazy_gettext("Domaine de l'Onisep"),
    "gfe": lazy_gettext("Groupe formation emploi (GFE)"),
}


def read_code(engine: Engine, iri: str, page: int) -> Concept:
    """Read a thing of a kind that has an index, and the métiers that point to it."""
    kind = kind_of(iri)
    if kind is None:
        raise ValueError(f"{iri} n'est pas d'un genre connu")
    values = read_property_values(engine, iri)
    found = read_metiers(engine, f"{kind.name}_metiers", iri, page, kind.name != "niveau")
    notation = values.text("skos:notation")
    return Concept(
        iri=iri,
        kind=str(kind.singular),
        title=values.text("skos:prefLabel") or notation or tail(iri),
        index=kind.index,
        onisep=notation,
        definition=text_blocks(values.text("skos:definition") or values.text("dct:description")),
        tree=read_neighbours(engine, iri),
        lead=kind.lead(found.total),
        entries=found,
        relation=_RELATIONS[kind.name],
        is_translated=True,
    )


def read_famille(engine: Engine, iri: str, page: int) -> Concept:
    """Read a family of any level, the codes of the ROME V3 that lead to it, and their métiers."""
    values = read_property_values(engine, iri)
    found = read_metiers(engine, "fap_metiers", iri, page)
    return Concept(
        iri=iri,
        kind=gettext("Famille professionnelle (FAP-2009)"),
        title=values.text("skos:prefLabel") or tail(iri),
        code=values.text("skos:notation"),
        facts=[values.fact(gettext("Échelon"), "mg:echelon")],
        tree=read_neighbours(engine, iri),
        groups=[_codes(engine, iri)],
        lead=ngettext(
            "Un métier a un code ROME V3 qui y mène",
            "%(number)s métiers ont un code ROME V3 qui y mène",
            found.total,
            number=number(found.total),
        ),
        entries=found if found.total else None,
    )


def _codes(engine: Engine, iri: str) -> ConceptGroup:
    found: dict[str, list[Row]] = {}
    for row in engine.select(find("browse/fap_codes"), iri=ox.NamedNode(iri)):
        found.setdefault(row.iri("code"), []).append(row)
    nodes = [
        Node(
            code,
            rows[0].text("label") or rows[0].text("notation"),
            rows[0].text("notation"),
            qualification_note([row.text("qualification") for row in rows]),
            anchor(rows[0].optional_iri("passage") or ""),
        )
        for code, rows in found.items()
    ]
    title = gettext("Les codes ROME V3 qui y mènent")
    return ConceptGroup(title, nodes, relation="skos:relatedMatch")


def read_domaine(engine: Engine, iri: str, page: int) -> Concept:
    """Read a domaine or a group: the métiers and the formations that are filed under it."""
    values = read_property_values(engine, iri)
    rows = engine.select(find("browse/domaine_membres"), iri=ox.NamedNode(iri))
    members = {row.iri("membre") for row in rows}
    known = name_lookup.metiers(engine, members)
    metiers = sorted(known, key=lambda metier: known[metier].rank)
    found = paginate(metiers, page)
    return Concept(
        iri=iri,
        kind=str(_KINDS[iri.split("/")[-2]]),
        title=values.text("skos:prefLabel") or tail(iri),
        tree=read_neighbours(engine, iri),
        groups=[_formations(engine, members)],
        lead=ngettext(
            "Un métier y est rangé", "%(number)s métiers y sont rangés", len(metiers),
            number=number(len(metiers)),
        ),
        entries=found.of(lambda metier: Node(metier, known[metier].label)) if metiers else None,
        relation="mg:gfe" if "/gfe/" in iri else "mg:domaineOnisep",
    )  # fmt: skip


def _formations(engine: Engine, members: Iterable[str]) -> ConceptGroup:
    """Return the formations among the members, no more than a page can hold."""
    known = name_lookup.formations(engine, members)
    found = sorted((each.rank, iri) for iri, each in known.items())
    left = len(found) - _MOST
    note = gettext("Les %(most)s premières sur %(all)s.", most=_MOST, all=number(len(found)))
    return ConceptGroup(
        gettext("Les formations qui y sont rangées"),
        [Node(iri, known[iri].label) for _, iri in found[:_MOST]],
        note=note if left > 0 else "",
        relation="mg:domaineOnisep",
        is_incoming=True,
    )


def read_specialite(engine: Engine, iri: str, page: int) -> Concept:
    """Read a speciality of the NSF, and its formations."""
    values = read_property_values(engine, iri)
    rows = engine.select(find("browse/specialite_formations"), iri=ox.NamedNode(iri))
    known = name_lookup.formations(engine, {row.iri("formation") for row in rows})
    formations = paginate(sorted(known, key=lambda iri: known[iri].rank), page)
    return Concept(
        iri=iri,
        kind=gettext("Spécialité de formation (NSF)"),
        title=values.text("skos:prefLabel") or tail(iri),
        code=values.text("skos:notation"),
        tree=read_neighbours(engine, iri),
        lead=ngettext(
            "Une formation en relève", "%(number)s formations en relèvent", formations.total,
            number=number(formations.total),
        ),
        entries=formations.of(lambda iri: Node(iri, known[iri].label)),
        relation="mg:specialite",
    )  # fmt: skip
