"""Fiche métier read back from the triples of its named graph and from nothing else."""

from collections.abc import Iterable
from typing import Final

from pyoxigraph import NamedNode

from loader.model import iris
from loader.model.rdf_terms import (
    FEMININ,
    MASCULIN,
    NIVEAU_ACCES,
    NOTATION,
    PREF_LABEL,
    Triple,
)
from loader.records import Appellation, Fiche, FormationCitee, Paire, Rubrique, Valeur
from loader.render.graph_description import GraphDescription

_PROSE: Final = (
    Rubrique.PRESENTATION,
    Rubrique.EN_BREF,
    Rubrique.DOCUMENTATION,
    Rubrique.NATURE_TRAVAIL,
    Rubrique.COMPETENCES,
    Rubrique.CONDITIONS_TRAVAIL,
    Rubrique.VIE_PROFESSIONNELLE,
    Rubrique.ACCES_METIER,
)


def fiche_from_graph(id_: str, triples: Iterable[Triple]) -> Fiche | None:
    """Return what a sheet prints of the fiche that a graph describes.

    None when the graph holds no title for this id. What only the official export has (sectors,
    associated métiers, publications, links) is printed by no sheet and left alone.
    """
    found = _FicheDescription(id_, triples)
    metier = iris.metier(id_)
    titre = found.text(metier, PREF_LABEL)
    if titre is None:
        return None
    levels = found.nodes(metier, NIVEAU_ACCES)
    return Fiche(
        id=id_,
        titre=titre,
        appellations=found.pair(metier) if found.has_part(Rubrique.APPELLATIONS) else None,
        autres_appellations=found.items(Rubrique.AUTRES_APPELLATIONS, found.appellation),
        codes_rome=found.items(Rubrique.CODES_ROME, lambda node: found.required(node, NOTATION)),
        sections=found.sections(_PROSE),
        niveau=found.valeur(levels[0]) if levels else None,
        formations=found.items(Rubrique.FORMATIONS, found.formation),
        statuts=found.items(Rubrique.STATUTS, found.valeur),
        interets=found.items(Rubrique.CENTRES_INTERET, found.valeur),
    )


class _FicheDescription(GraphDescription):
    """The description of a fiche métier, with the things that its lists hold."""

    def appellation(self, node: NamedNode) -> Appellation:
        return Appellation(self.required(node, PREF_LABEL), self.pair(node))

    def formation(self, node: NamedNode) -> FormationCitee:
        return FormationCitee(self.required(node, NOTATION), self.required(node, PREF_LABEL))

    def valeur(self, node: NamedNode) -> Valeur:
        return Valeur(self.required(node, PREF_LABEL), self.text(node, NOTATION))

    def pair(self, node: NamedNode) -> Paire:
        return Paire(self.text(node, FEMININ), self.text(node, MASCULIN))
