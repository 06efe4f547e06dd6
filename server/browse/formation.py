"""Pages of a formation and of a certification."""

from typing import Final

import pyoxigraph as ox

from queries import find
from server.browse.concept import Concept, ConceptGroup, ConceptText, Fact, Node, read_metiers
from server.browse.fiche_text import text_blocks
from server.browse.formation_sheet import METIERS, FormationSheet, read_formation_sheet
from server.browse.further_reading import read_liens, read_publications
from server.browse.kinds import kind_of
from server.browse.property_values import PropertyValues, read_property_values
from server.engine import Engine
from server.http.language import gettext, lazy_gettext
from server.iris import anchor, tail

__all__ = ["read_certification", "read_formation"]

_RNCP = "https://www.francecompetences.fr/recherche/rncp/{}/"
_TEXTS: Final = (
    ("acces-formation", "Accès", "mg:descriptifAcces", lazy_gettext("Accès à la formation")),
    ("attendus", "Attendus", "mg:attendus", lazy_gettext("Ce qui est attendu des candidats")),
    (
        "poursuite-etudes",
        "Poursuite d'études et débouchés",
        "mg:descriptifPoursuite",
        lazy_gettext("Poursuite d'études"),
    ),
)
"""Anchor of a section, title that a source may repeat at its head, property, title here."""


def read_formation(engine: Engine, iri: str, page: int) -> Concept:
    """Read a formation: what it is, what certifies it, and the métiers that it leads to."""
    values, sheet = read_property_values(engine, iri), read_formation_sheet(engine, iri)
    kind, texts = kind_of(iri), _texts(values, sheet)
    found = read_metiers(engine, "formation_metiers", iri, page)
    notation = values.text("skos:notation")
    description = text_blocks(values.text("dct:description"))
    return Concept(
        iri=iri,
        kind=gettext("formation"),
        title=values.text("skos:prefLabel") or notation or tail(iri),
        index="/formations",
        onisep=notation,
        definition=description[:1],
        facts=_facts(values),
        texts=[ConceptText(gettext("En détail"), description[1:]), *texts],
        groups=[
            _certifications(engine, iri),
            _debouches(values, sheet),
            _poursuites(engine, iri),
            read_publications(engine, iri),
            read_liens(engine, iri),
        ],
        lead=kind.lead(found.total) if kind else "",
        entries=found,
        relation="mg:formation",
        publisher=gettext("La page de l'Onisep sur cette formation"),
        publisher_page=kind.publisher_page(notation) if kind else None,
        anchors=sheet.unshown(texts),
    )


def _texts(values: PropertyValues, sheet: FormationSheet) -> list[ConceptText]:
    """Return the texts, from the sheet where it has them: there they have headings and anchors."""
    return [
        sheet.text(key, str(title), head)
        or ConceptText(
            str(title),
            [block for block in text_blocks(values.text(name)) if block.lines != (head,)],
        )
        for key, head, name, title in _TEXTS
    ]


def _debouches(values: PropertyValues, sheet: FormationSheet) -> ConceptGroup:
    """Return the métiers that the sheet names, those that are not known here too, then others."""
    named = {node.iri for node in sheet.metiers}
    others = [node for node in values.nodes("mg:debouche") if node.iri not in named]
    return ConceptGroup(
        gettext("Débouchés, selon l'Onisep"),
        [*sheet.metiers, *others],
        relation="mg:debouche",
        anchor=METIERS if sheet.metiers else "",
    )


def _facts(values: PropertyValues) -> list[Fact]:
    return [
        values.fact(gettext("Type"), "mg:typeFormation"),
        _sigle(values),
        values.fact(gettext("Durée"), "mg:duree"),
        values.fact(gettext("Niveau de sortie"), "mg:niveauSortie"),
        values.fact(gettext("Niveau de certification"), "mg:niveauCertification"),
        values.fact(gettext("Niveau européen"), "mg:eqf"),
        Fact(gettext("Fiche RNCP"), _rncp(values), "mg:codeRncp"),
        values.fact(gettext("Code scolarité"), "mg:codeScolarite"),
        values.fact(gettext("Domaines"), "mg:domaineOnisep"),
        values.fact(gettext("Spécialités (NSF)"), "mg:specialite"),
        values.fact(gettext("Tutelle"), "mg:tutelle"),
        Fact(
            gettext("Texte de référence"),
            [Node(url, url) for url in values.texts("schema:url")],
            "schema:url",
        ),
    ]


def _sigle(values: PropertyValues) -> Fact:
    """Return the abbreviation; an older export gives it as another name."""
    sigle = values.fact(gettext("Sigle"), "mg:sigle")
    return sigle if sigle.values else values.fact(gettext("Autre nom"), "skos:altLabel")


def _rncp(values: PropertyValues) -> list[Node]:
    return [Node(_RNCP.format(code), code) for code in values.texts("mg:codeRncp")]


def _certifications(engine: Engine, iri: str) -> ConceptGroup:
    rows = engine.select(find("browse/formation_certifications"), iri=ox.NamedNode(iri))
    nodes = {
        row.iri("certification"): Node(
            row.iri("certification"),
            row.text("label") or tail(row.iri("certification")),
            note=f"RNCP {row.text('rncp')}" if row.text("rncp") else "",
        )
        for row in rows
    }
    return ConceptGroup(
        gettext("Certifications"), list(nodes.values()), relation="mg:certification"
    )


def _poursuites(engine: Engine, iri: str) -> ConceptGroup:
    """Return the further studies, in as many parts as the source has; they have no IRI."""
    found: dict[str, tuple[str, list[Node]]] = {}
    for row in engine.select(find("browse/formation_poursuites"), iri=ox.NamedNode(iri)):
        part = found.setdefault(row.iri("poursuite"), (row.text("type"), []))
        if row.text("visee"):
            part[1].append(Node("", row.text("visee")))
    parts = [
        ConceptGroup(type_ or gettext("Poursuite d'études"), nodes, anchor=anchor(poursuite))
        for poursuite, (type_, nodes) in found.items()
    ]
    return ConceptGroup(gettext("Études qui peuvent suivre"), parts=parts, relation="mg:poursuite")


def read_certification(engine: Engine, iri: str, page: int) -> Concept:
    """Read a certification of Certif Info, and the formations that it certifies."""
    values = read_property_values(engine, iri)
    rows = engine.select(find("browse/certification_formations"), iri=ox.NamedNode(iri))
    formations = {
        row.iri("formation"): Node(
            row.iri("formation"), row.text("label") or tail(row.iri("formation"))
        )
        for row in rows
    }
    words = {"true": gettext("certifiante"), "false": gettext("non certifiante")}
    certifiante = words.get(values.text("mg:certifiante"), "")
    return Concept(
        iri=iri,
        kind=gettext("Certification"),
        title=values.text("skos:prefLabel") or tail(iri),
        code=values.text("skos:notation"),
        facts=[
            Fact(gettext("Fiche RNCP"), _rncp(values), "mg:codeRncp"),
            values.fact(gettext("Intitulé au RNCP"), "mg:intituleRncp"),
            values.fact(gettext("Enregistrement"), "mg:enregistrementRncp"),
            values.fact(gettext("Type de diplôme"), "mg:typeDiplome"),
            values.fact(gettext("Niveau européen"), "mg:eqf"),
            values.fact(gettext("Code scolarité"), "mg:codeScolarite"),
            Fact(
                gettext("Selon la table de passage"),
                [Node("", certifiante)] if certifiante else [],
                "mg:certifiante",
            ),
        ],
        groups=[
            ConceptGroup(
                gettext("Les formations de l'Onisep qui s'y rattachent"),
                list(formations.values()),
                relation="mg:certification",
                is_incoming=True,
            )
        ],
    )
