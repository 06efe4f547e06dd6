"""The kinds of things that are compared, in the order in which they are told.

They are all that the view describes, but for files and for parts: those of a thing are told with
it, those of a fiche with its métier.
"""

from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from loader.terms import term


@dataclass(frozen=True, slots=True)
class Kind:
    """Things of some classes whose IRIs start alike; `plural` is their name in French."""

    name: str
    plural: str
    classes: tuple[NamedNode, ...]
    start: str = ""


def _kind(name: str, plural: str, *classes: str, start: str = "") -> Kind:
    return Kind(name, plural, tuple(map(term, classes)), term(f"{start}:").value if start else "")


METIER: Final = _kind("metier", "métiers", "mg:Metier", start="metier")
_ABOVE: Final = ("mg:DomaineRome", "mg:GrandDomaineRome")
_TERMS: Final = ("owl:Ontology", "owl:Class", "owl:ObjectProperty", "owl:DatatypeProperty")
KINDS: Final = (
    METIER,
    _kind("rome-v3", "codes ROME V3", "mg:CodeRome", start="rome3"),
    _kind("domaine-v3", "domaines ROME V3", *_ABOVE, start="rome3"),
    _kind("rome-v4", "codes ROME V4", "mg:CodeRome", start="rome4"),
    _kind("domaine-v4", "domaines ROME V4", *_ABOVE, start="rome4"),
    _kind("appellation-rome", "appellations ROME", "mg:AppellationRome"),
    _kind("competence-rome", "compétences ROME", "mg:CompetenceRome"),
    _kind("savoir-rome", "savoirs ROME", "mg:SavoirRome"),
    _kind("contexte-rome", "contextes de travail ROME", "mg:ContexteRome"),
    _kind("interet-rome", "centres d'intérêt ROME", "mg:CentreInteretRome"),
    _kind("formation", "formations", "mg:Formation"),
    _kind("certification", "certifications", "mg:Certification"),
    _kind("domaine-onisep", "domaines de l'Onisep", "mg:DomaineOnisep"),
    _kind("nsf", "spécialités NSF", "mg:SpecialiteNsf"),
    _kind("gfe", "groupes formation-emploi", "mg:GroupeFormationEmploi"),
    _kind("publication", "publications", "schema:Book"),
    _kind("fap", "familles professionnelles", "mg:FamilleProfessionnelle"),
    _kind("passage-fap", "passages du ROME aux familles", "mg:PassageFap"),
    _kind("profession-esco", "professions ESCO", "mg:ProfessionEsco"),
    _kind("groupe-isco", "groupes ISCO", "mg:GroupeIsco"),
    _kind("niveau", "niveaux", "mg:Niveau"),
    _kind("statut", "statuts", "mg:Statut"),
    _kind("interet", "centres d'intérêt", "mg:CentreInteret"),
    _kind("secteur", "secteurs", "mg:Secteur"),
    _kind("rubrique", "rubriques", "mg:Rubrique"),
    _kind("stade", "stades de carrière", "mg:Stade"),
    _kind("nomenclature", "nomenclatures", "skos:ConceptScheme"),
    _kind("terme", "termes du vocabulaire", *_TERMS),
    _kind("edition", "éditions des sources", "dcat:Dataset"),
)
