"""View model of a métier's page: what is known of it, and its fiche in the order of the sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from ontology.folding import fold
from queries import find
from server.browse import name_lookup
from server.browse.bridge import Bridge, read_bridge
from server.browse.concept import ConceptGroup
from server.browse.fiche_text import FicheSection, read_sections
from server.browse.formations_by_level import Level, group_by_level
from server.browse.further_reading import read_liens, read_publications
from server.browse.kinds import KINDS
from server.browse.name_lookup import NamedCode
from server.browse.provenance import MetierSource, read_sources
from server.browse.salaire import SalaireCard, read_salaire
from server.browse.similar_metiers import (
    FilterLink,
    SharedFeatures,
    SimilarMetier,
    associated_metiers,
    filter_links,
    nearest_metiers,
    read_shared_features,
)
from server.engine import Engine, Row
from server.explore.namesakes import formation_notes
from server.iris import anchor, tail
from server.study_paths.metier_paths import MetierPaths, summarised_paths

__all__ = ["MetierAppellation", "MetierLink", "MetierPage", "MetierRome", "read_metier"]

_LAST: Final = 10_000
_NEAR: Final = 10
_RELATIONS: Final = {
    "niveauAcces": "niveau",
    "statut": "statut",
    "centreInteret": "interet",
    "secteur": "secteur",
    "domaineOnisep": "domaine",
    "gfe": "gfe",
    "related": "metier",
}
_Order = Mapping[str, tuple[int, str]]
"""By IRI, the place of a thing in a list of the sheet, and the anchor of the item."""


@dataclass(frozen=True)
class MetierLink:
    """Something the page links to; `anchor` is that of the list item that names it, if any."""

    iri: str
    label: str
    anchor: str = ""
    note: str = ""


@dataclass(frozen=True)
class MetierRome:
    """A ROME code with what is right above it."""

    code: MetierLink
    above: MetierLink | None

    @property
    def notation(self) -> str:
        """The code as readers know it."""
        return tail(self.code.iri)


@dataclass(frozen=True)
class MetierAppellation:
    """Another title, with the pair it stands for where the sheet gives it.

    It can be pointed at as itself (`anchor`) and as an item of the sheet's list (`item_anchor`).
    """

    anchor: str
    item_anchor: str
    label: str
    forms: tuple[str, ...]


@dataclass(frozen=True)
class MetierPage:
    """All that the page shows. A métier without fiche has no section; it may have the rest."""

    iri: str
    notation: str
    title: str
    forms: tuple[str, ...]
    description: str
    has_fiche: bool
    links: Mapping[str, Sequence[MetierLink]]
    """By relation: niveau, statut, interet, secteur, domaine, gfe, metier."""
    rome: Sequence[MetierRome]
    bridge: Bridge
    formations: Sequence[Level]
    preparations: Sequence[Level]
    """The formations that name the métier as what they lead to, those of the sheet left out."""
    near: Sequence[SimilarMetier]
    """Those that the page shows; `near_total` counts all, and `near_filters` narrow them down."""
    near_total: int
    near_filters: Sequence[FilterLink]
    associated: Mapping[str, SimilarMetier]
    """The associated métiers by IRI, with level and pay."""
    paths: MetierPaths
    """The ways of study to it, without the names of their formations."""
    works: Sequence[ConceptGroup]
    salaire: SalaireCard | None
    appellations: Sequence[MetierAppellation]
    twice: Sequence[str]
    """The anchors of items that name again what the sheet has named."""
    sections: Sequence[FicheSection]
    sources: Sequence[MetierSource]
    official: str | None


def read_metier(engine: Engine, iri: str) -> MetierPage:
    """Read a métier that the graph knows, with or without fiche."""
    term = ox.NamedNode(iri)

    def rows(query: str) -> list[Row]:
        return engine.select(find(f"browse/metier_{query}"), metier=term)

    identity = rows("identity")[0]
    order, twice = _order(rows("items"))
    codes = name_lookup.codes(engine)
    sections = read_sections(rows("passages"), codes)
    formations = rows("formations")
    own = [row for row in formations if row.iri("relation").endswith("#formation")]
    listed = {row.iri("formation") for row in own}
    others = [row for row in formations if row.iri("formation") not in listed]
    near = nearest_metiers(engine, iri)
    links = _links(engine, rows("links"), order, read_shared_features(engine, iri))
    notes = formation_notes(engine, (row.iri("formation") for row in formations))
    return MetierPage(
        iri=iri,
        notation=identity.text("notation"),
        title=identity.text("label") or identity.text("notation") or tail(iri),
        forms=_forms(identity),
        description=identity.text("description"),
        has_fiche=bool(identity.text("fiche")),
        links=links,
        rome=_rome(engine, rows("rome"), order),
        bridge=read_bridge(engine, iri),
        formations=group_by_level(own, order, codes, notes),
        preparations=group_by_level(others, order, codes, notes),
        near=near[:_NEAR],
        near_total=len(near),
        near_filters=filter_links(near, _rank(links.get("niveau", ()), codes)),
        associated=associated_metiers(engine, (link.iri for link in links.get("metier", ()))),
        paths=summarised_paths(engine, iri),
        works=[read_publications(engine, iri), read_liens(engine, iri)],
        salaire=read_salaire(rows("salaires"), sections, codes),
        appellations=_appellations(rows("appellations"), order),
        twice=twice,
        sections=sections,
        sources=read_sources(rows("sources"), tail(iri), name_lookup.editions(engine)),
        official=KINDS[0].publisher_page(identity.text("notation")),
    )


def _rank(niveaux: Sequence[MetierLink], codes: Mapping[str, NamedCode]) -> int | None:
    """Return the rank of the level of entry, None where it has none."""
    return next((code.rang for each in niveaux if (code := codes.get(each.iri))), None)


def _order(rows: Sequence[Row]) -> tuple[_Order, Sequence[str]]:
    """Return the place of each thing that a list of the sheet names, and the anchors left over."""
    found: dict[str, tuple[int, str]] = {}
    twice: list[str] = []
    for row in sorted(rows, key=lambda row: row.count("position")):
        item, place = row.text("item"), anchor(row.iri("element"))
        if item in found:
            twice.append(place)
        else:
            found[item] = (row.count("position"), place)
    return found, twice


def _forms(row: Row) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (row.text("feminin"), row.text("masculin")))))


def _links(
    engine: Engine, rows: Sequence[Row], order: _Order, shared: Mapping[str, SharedFeatures]
) -> Mapping[str, Sequence[MetierLink]]:
    """Return the links by relation, in the order of the sheet, else of the alphabet.

    A note says what an associated métier has in common with this one, if anything.
    """
    found: dict[str, dict[str, MetierLink]] = {}
    for row in rows:
        target = row.iri("target")
        relation = _RELATIONS[row.iri("relation").rpartition("#")[2]]
        name = name_lookup.name_of(engine, target) or row.text("label") or tail(target)
        note = str(shared[target]) if relation == "metier" and target in shared else ""
        found.setdefault(relation, {})[target] = MetierLink(
            target, name, order.get(target, (0, ""))[1], note
        )

    def placed(link: MetierLink) -> tuple[int, str]:
        return order.get(link.iri, (_LAST, ""))[0], fold(link.label)

    return {relation: sorted(links.values(), key=placed) for relation, links in found.items()}


def _rome(engine: Engine, rows: Sequence[Row], order: _Order) -> list[MetierRome]:
    found: dict[str, MetierRome] = {}
    for row in sorted(rows, key=lambda row: row.iri("code")):
        iri, above = row.iri("code"), row.optional_iri("above")
        found[iri] = MetierRome(
            MetierLink(iri, name_lookup.name_of(engine, iri), order.get(iri, (0, ""))[1]),
            MetierLink(above, name_lookup.name_of(engine, above) or tail(above)) if above else None,
        )
    return list(found.values())


def _appellations(rows: Sequence[Row], order: _Order) -> Sequence[MetierAppellation]:
    """Return the other titles in the order of the sheet, else of the alphabet."""
    placed = [(order.get(row.iri("appellation"), (_LAST, "")), row) for row in rows]
    return [
        MetierAppellation(anchor(row.iri("appellation")), place[1], row.text("label"), _forms(row))
        for place, row in sorted(placed, key=lambda entry: entry[0][0])
    ]
