"""What the page of changes calls kinds of things and their fields, in the language of the page.

Builds write the document in French; what it says is kept where there is nothing better.
"""

from typing import Any, Final

from flask_babel import lazy_gettext

from ontology import prefixes
from server.browse.vocabulary import term_name
from server.engine import Engine
from server.language import language

__all__ = ["field_name", "kind_name"]

_KINDS: Final[dict[str, Any]] = {
    "metier": lazy_gettext("métiers"),
    "rome-v3": lazy_gettext("codes ROME V3"),
    "domaine-v3": lazy_gettext("domaines ROME V3"),
    "rome-v4": lazy_gettext("codes ROME V4"),
    "domaine-v4": lazy_gettext("domaines ROME V4"),
    "appellation-rome": lazy_gettext("appellations ROME"),
    "competence-rome": lazy_gettext("compétences ROME"),
    "savoir-rome": lazy_gettext("savoirs ROME"),
    "contexte-rome": lazy_gettext("contextes de travail ROME"),
    "interet-rome": lazy_gettext("centres d'intérêt ROME"),
    "formation": lazy_gettext("formations"),
    "certification": lazy_gettext("certifications"),
    "domaine-onisep": lazy_gettext("domaines de l'Onisep"),
    "nsf": lazy_gettext("spécialités NSF"),
    "gfe": lazy_gettext("groupes formation-emploi"),
    "publication": lazy_gettext("publications"),
    "fap": lazy_gettext("familles professionnelles"),
    "passage-fap": lazy_gettext("passages du ROME aux familles"),
    "profession-esco": lazy_gettext("professions ESCO"),
    "groupe-isco": lazy_gettext("groupes ISCO"),
    "niveau": lazy_gettext("niveaux"),
    "statut": lazy_gettext("statuts"),
    "interet": lazy_gettext("centres d'intérêt"),
    "secteur": lazy_gettext("secteurs"),
    "rubrique": lazy_gettext("rubriques"),
    "stade": lazy_gettext("stades de carrière"),
    "nomenclature": lazy_gettext("nomenclatures"),
    "terme": lazy_gettext("termes du vocabulaire"),
    "edition": lazy_gettext("éditions des sources"),
}


def kind_name(key: str, name: str) -> str:
    """Return what things of a kind are called; `name` is what the document calls them."""
    return str(_KINDS.get(key, name))


def field_name(engine: Engine, key: str, name: str) -> str:
    """Return what a field is called; `name` is what the document calls it."""
    prefix, _, local = key.partition(":")
    if language() == "fr" or prefix not in prefixes():
        return name
    found = term_name(engine, prefixes()[prefix] + local)
    return name if found == key else found
