"""The pages of a formation and of a certification."""

import pyoxigraph as ox

from queries import find
from server.browse.concept import Concept, Fact, Group, Node, Text, metiers
from server.browse.kinds import kind_of
from server.browse.prose import blocks
from server.browse.said import Said, read_said
from server.browse.wording import number
from server.browse.works import liens, publications
from server.engine import Engine
from server.iris import anchor, tail

__all__ = ["read_certification", "read_formation"]

_RNCP = "https://www.francecompetences.fr/recherche/rncp/{}/"
_TEXTS = {
    "Accès": "mg:descriptifAcces",
    "Attendus": "mg:attendus",
    "Poursuite d'études et débouchés": "mg:descriptifPoursuite",
}


def read_formation(engine: Engine, iri: str, page: int) -> Concept:
    """Read a formation: what it is, what certifies it, and the métiers that it leads to."""
    said = read_said(engine, iri)
    kind = kind_of(iri)
    found = metiers(engine, "formation_metiers", iri, page)
    notation = said.text("skos:notation")
    return Concept(
        iri=iri,
        kind="formation",
        title=said.text("skos:prefLabel") or notation or tail(iri),
        index="/formations",
        onisep=notation,
        definition=blocks(said.text("dct:description")),
        facts=_facts(said),
        texts=[_text(title, said.text(name)) for title, name in _TEXTS.items()],
        groups=[
            _certifications(engine, iri),
            Group("Débouchés, selon l'Onisep", said.nodes("mg:debouche")),
            _poursuites(engine, iri),
            publications(engine, iri),
            liens(engine, iri),
        ],
        lead=kind.lead(number(found.total)) if kind else "",
        metiers=found,
        publisher="La page de l'Onisep sur cette formation",
        publisher_page=kind.publisher_page(notation) if kind else None,
    )


def _text(title: str, text: str) -> Text:
    """Return a text under its title, which the source may repeat at its head."""
    return Text(title, [block for block in blocks(text) if block.lines != (title,)])


def _facts(said: Said) -> list[Fact]:
    return [
        said.fact("Type", "mg:typeFormation"),
        said.fact("Autre nom", "skos:altLabel"),
        said.fact("Durée", "mg:duree"),
        said.fact("Niveau de sortie", "mg:niveauSortie"),
        said.fact("Niveau de certification", "mg:niveauCertification"),
        Fact("Fiche RNCP", [_rncp(code) for code in said.texts("mg:codeRncp")]),
        said.fact("Domaines", "mg:domaineOnisep"),
        said.fact("Spécialités (NSF)", "mg:specialite"),
        said.fact("Tutelle", "mg:tutelle"),
    ]


def _rncp(code: str) -> Node:
    return Node(_RNCP.format(code), code)


def _certifications(engine: Engine, iri: str) -> Group:
    rows = engine.select(find("browse/formation_certifications"), iri=ox.NamedNode(iri))
    nodes = {
        row.iri("certification"): Node(
            row.iri("certification"),
            row.text("label") or tail(row.iri("certification")),
            note=f"RNCP {row.text('rncp')}" if row.text("rncp") else "",
        )
        for row in rows
    }
    return Group("Certifications", list(nodes.values()))


def _poursuites(engine: Engine, iri: str) -> Group:
    """Return the further studies, in as many parts as the source has; they have no IRI."""
    found: dict[str, tuple[str, list[Node]]] = {}
    for row in engine.select(find("browse/formation_poursuites"), iri=ox.NamedNode(iri)):
        part = found.setdefault(row.iri("poursuite"), (row.text("type"), []))
        if row.text("visee"):
            part[1].append(Node("", row.text("visee")))
    parts = [
        Group(type_ or "Poursuite d'études", nodes, anchor=anchor(poursuite))
        for poursuite, (type_, nodes) in found.items()
    ]
    return Group("Études qui peuvent suivre", parts=parts)


def read_certification(engine: Engine, iri: str, page: int) -> Concept:
    """Read a certification of Certif Info, and the formations that it certifies."""
    said = read_said(engine, iri)
    rows = engine.select(find("browse/certification_formations"), iri=ox.NamedNode(iri))
    formations = {
        row.iri("formation"): Node(
            row.iri("formation"), row.text("label") or tail(row.iri("formation"))
        )
        for row in rows
    }
    certifiante = {"true": "certifiante", "false": "non certifiante"}.get(
        said.text("mg:certifiante"), ""
    )
    return Concept(
        iri=iri,
        kind="Certification",
        title=said.text("skos:prefLabel") or tail(iri),
        code=said.text("skos:notation"),
        facts=[
            Fact("Fiche RNCP", [_rncp(code) for code in said.texts("mg:codeRncp")]),
            said.fact("Intitulé au RNCP", "mg:intituleRncp"),
            said.fact("Enregistrement", "mg:enregistrementRncp"),
            said.fact("Type de diplôme", "mg:typeDiplome"),
            said.fact("Niveau européen", "mg:eqf"),
            said.fact("Code scolarité", "mg:codeScolarite"),
            Fact("Selon la table de passage", [Node("", certifiante)] if certifiante else []),
        ],
        groups=[Group("Les formations de l'Onisep qui s'y rattachent", list(formations.values()))],
    )
