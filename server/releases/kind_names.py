"""Kind names: what the things that two releases are compared by are called, in French.

Builds write them into the document of changes; pages say them in their own language.
"""

from collections.abc import Mapping
from typing import Final

from server.engine.errors import worded

__all__ = ["KIND_NAMES"]

KIND_NAMES: Final[Mapping[str, str]] = {
    "metier": worded("métiers"),
    "rome-v3": worded("codes ROME V3"),
    "domaine-v3": worded("domaines ROME V3"),
    "rome-v4": worded("codes ROME V4"),
    "domaine-v4": worded("domaines ROME V4"),
    "appellation-rome": worded("appellations ROME"),
    "competence-rome": worded("compétences ROME"),
    "savoir-rome": worded("savoirs ROME"),
    "contexte-rome": worded("contextes de travail ROME"),
    "interet-rome": worded("centres d'intérêt ROME"),
    "formation": worded("formations"),
    "certification": worded("certifications"),
    "domaine-onisep": worded("domaines de l'Onisep"),
    "fiche-rncp": worded("fiches du répertoire des certifications"),
    "formacode": worded("domaines de formation (Formacode)"),
    "nsf": worded("spécialités NSF"),
    "gfe": worded("groupes formation-emploi"),
    "publication": worded("publications"),
    "fap": worded("familles professionnelles"),
    "passage-fap": worded("passages du ROME aux familles"),
    "profession-esco": worded("professions ESCO"),
    "groupe-isco": worded("groupes ISCO"),
    "niveau": worded("niveaux"),
    "statut": worded("statuts"),
    "interet": worded("centres d'intérêt"),
    "secteur": worded("secteurs"),
    "rubrique": worded("rubriques"),
    "stade": worded("stades de carrière"),
    "nomenclature": worded("nomenclatures"),
    "terme": worded("termes du vocabulaire"),
    "edition": worded("éditions des sources"),
}
