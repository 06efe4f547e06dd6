"""The pages of how Onisep files things: a domaine, a group (GFE), a speciality (NSF)."""

from collections.abc import Iterable
from typing import Final

import pyoxigraph as ox
from flask_babel import gettext, lazy_gettext, ngettext

from queries import find
from server.browse import byheart
from server.browse.concept import Concept, Group, Node, neighbours
from server.browse.paging import paginate
from server.browse.said import read_said
from server.browse.wording import number
from server.engine import Engine
from server.iris import tail

__all__ = ["read_domaine", "read_specialite"]

_MOST: Final = 150
_KINDS: Final = {
    "domaine-onisep": lazy_gettext("Domaine de l'Onisep"),
    "gfe": lazy_gettext("Groupe formation emploi (GFE)"),
}


def read_domaine(engine: Engine, iri: str, page: int) -> Concept:
    """Read a domaine or a group: the métiers and the formations that are filed under it."""
    said = read_said(engine, iri)
    rows = engine.select(find("browse/domaine_membres"), iri=ox.NamedNode(iri))
    members = {row.iri("membre") for row in rows}
    known = byheart.metiers(engine)
    metiers = sorted(members & known.keys(), key=lambda metier: known[metier].rank)
    found = paginate(metiers, page)
    return Concept(
        iri=iri,
        kind=str(_KINDS[iri.split("/")[-2]]),
        title=said.text("skos:prefLabel") or tail(iri),
        tree=neighbours(engine, iri),
        groups=[_formations(engine, members)],
        lead=ngettext(
            "Un métier y est rangé", "%(number)s métiers y sont rangés", len(metiers),
            number=number(len(metiers)),
        ),
        entries=found.of(lambda metier: Node(metier, known[metier].label)) if metiers else None,
        relation="mg:gfe" if "/gfe/" in iri else "mg:domaineOnisep",
    )  # fmt: skip


def read_specialite(engine: Engine, iri: str, page: int) -> Concept:
    """Read a speciality of the NSF, and its formations."""
    said = read_said(engine, iri)
    rows = engine.select(find("browse/specialite_formations"), iri=ox.NamedNode(iri))
    known = byheart.formations(engine)
    found = {row.iri("formation") for row in rows} & known.keys()
    formations = paginate(sorted(found, key=lambda iri: known[iri].rank), page)
    return Concept(
        iri=iri,
        kind=gettext("Spécialité de formation (NSF)"),
        title=said.text("skos:prefLabel") or tail(iri),
        code=said.text("skos:notation"),
        tree=neighbours(engine, iri),
        lead=ngettext(
            "Une formation en relève", "%(number)s formations en relèvent", formations.total,
            number=number(formations.total),
        ),
        entries=formations.of(lambda iri: Node(iri, known[iri].label)),
        relation="mg:specialite",
    )  # fmt: skip


def _formations(engine: Engine, members: Iterable[str]) -> Group:
    """Return the formations among the members, no more than a page can hold."""
    known = byheart.formations(engine)
    found = sorted((known[iri].rank, iri) for iri in members if iri in known)
    left = len(found) - _MOST
    note = gettext("Les %(most)s premières sur %(all)s.", most=_MOST, all=number(len(found)))
    return Group(
        gettext("Les formations qui y sont rangées"),
        [Node(iri, known[iri].label) for _, iri in found[:_MOST]],
        note=note if left > 0 else "",
        relation="mg:domaineOnisep",
        is_incoming=True,
    )
