"""The page of a métier: what is known of it, and its fiche in the order of the sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from ontology.folding import fold
from queries import find
from server.browse.bridge import CodeV4, professions, rome_v4
from server.browse.concept import Group, Node
from server.browse.fiche import Section, read_sections
from server.browse.kinds import KINDS
from server.browse.origin import Source, read_sources
from server.browse.salaire import Salaire, read_salaire
from server.browse.works import liens, publications
from server.engine import Engine, Row
from server.iris import anchor, tail

__all__ = ["Appellation", "Link", "Metier", "Rome", "read_metier"]

_LAST = 10_000


@dataclass(frozen=True)
class Link:
    """Something the page links to; `anchor` is that of the list item that names it, if any."""

    iri: str
    label: str
    notation: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class Rome:
    """A ROME code with what is right above it."""

    code: Link
    above: Link | None


@dataclass(frozen=True)
class Appellation:
    """Another title, with the pair it stands for where the sheet gives it.

    It can be pointed at as itself (`anchor`) and as an item of the sheet's list (`item_anchor`).
    """

    anchor: str
    item_anchor: str
    label: str
    forms: tuple[str, ...]


@dataclass(frozen=True)
class Metier:
    """All that the page shows. A métier without fiche has no section; it may have the rest."""

    iri: str
    notation: str
    title: str
    forms: tuple[str, ...]
    description: str
    has_fiche: bool
    links: Mapping[str, Sequence[Link]]
    """By relation: niveau, statut, interet, secteur, domaine, gfe, formation, metier."""
    rome: Sequence[Rome]
    rome_v4: Sequence[CodeV4]
    professions: Sequence[Node]
    preparations: Group
    """The formations that name the métier as what they lead to, those of the sheet left out."""
    works: Sequence[Group]
    salaire: Salaire | None
    appellations: Sequence[Appellation]
    sections: Sequence[Section]
    sources: Sequence[Source]
    official: str | None


def read_metier(engine: Engine, iri: str) -> Metier:
    """Read a métier that the graph knows, with or without fiche."""
    term = ox.NamedNode(iri)

    def rows(query: str) -> list[Row]:
        return engine.select(find(f"browse/metier_{query}"), metier=term)

    identity = rows("identity")[0]
    order = {
        row.text("item"): (row.count("position"), anchor(row.iri("element")))
        for row in rows("items")
    }
    sections = read_sections(rows("passages"))
    links = _links(rows("links"), order)
    return Metier(
        iri=iri,
        notation=identity.text("notation"),
        title=identity.text("label") or identity.text("notation") or tail(iri),
        forms=_forms(identity),
        description=identity.text("description"),
        has_fiche=bool(identity.text("fiche")),
        links=links,
        rome=[_rome(row, order) for row in rows("rome")],
        rome_v4=rome_v4(engine, iri),
        professions=professions(engine, iri),
        preparations=_preparations(rows("preparations"), links.get("formation", ())),
        works=[publications(engine, iri), liens(engine, iri)],
        salaire=read_salaire(rows("salaires"), sections),
        appellations=_appellations(rows("appellations"), order),
        sections=sections,
        sources=read_sources(rows("sources"), tail(iri)),
        official=KINDS[0].publisher_page(identity.text("notation")),
    )


def _forms(row: Row) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (row.text("feminin"), row.text("masculin")))))


def _links(
    rows: Sequence[Row], order: Mapping[str, tuple[int, str]]
) -> Mapping[str, Sequence[Link]]:
    """Return the links by relation, in the order of the sheet, else of the alphabet."""
    ranked = sorted(
        (order.get(row.iri("target"), (_LAST, ""))[0], fold(row.text("label")), index)
        for index, row in enumerate(rows)
    )
    found: dict[str, list[Link]] = {}
    for _, _, index in ranked:
        row = rows[index]
        target = row.iri("target")
        notation = row.text("notation") or tail(target)
        link = Link(target, row.text("label") or notation, notation, order.get(target, (0, ""))[1])
        found.setdefault(row.text("relation"), []).append(link)
    return found


def _preparations(rows: Sequence[Row], recommended: Sequence[Link]) -> Group:
    known = {link.iri for link in recommended}
    nodes = {
        row.iri("formation"): Node(
            row.iri("formation"), row.text("label") or tail(row.iri("formation"))
        )
        for row in rows
        if row.iri("formation") not in known
    }
    title = "D'autres formations y préparent" if known else "Des formations y préparent"
    return Group(title, sorted(nodes.values(), key=lambda node: fold(node.label)))


def _rome(row: Row, order: Mapping[str, tuple[int, str]]) -> Rome:
    iri, above = row.iri("code"), row.optional_iri("above")
    notation = row.text("notation") or tail(iri)
    return Rome(
        Link(iri, row.text("label"), notation, order.get(iri, (0, ""))[1]),
        Link(above, row.text("aboveLabel") or tail(above)) if above else None,
    )


def _appellations(
    rows: Sequence[Row], order: Mapping[str, tuple[int, str]]
) -> Sequence[Appellation]:
    """Return the other titles in the order of the sheet, else of the alphabet."""
    placed = [(order.get(row.iri("appellation"), (_LAST, "")), row) for row in rows]
    return [
        Appellation(anchor(row.iri("appellation")), place[1], row.text("label"), _forms(row))
        for place, row in sorted(placed, key=lambda entry: entry[0][0])
    ]
