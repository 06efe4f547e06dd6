"""The types of things that a search finds, as readers know them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import lazy_gettext

__all__ = ["TYPES", "Type"]


@dataclass(frozen=True)
class Type:
    """What one thing of a type is called, and what all are, in the language of the page.

    `weight` is what its names are worth: a métier is what most readers look for. `is_coded` says
    that the note of such a thing is a code that readers know it by.
    """

    singular: Any
    plural: Any
    weight: float
    is_coded: bool = False


TYPES: Final[Mapping[str, Type]] = {
    "metier": Type(lazy_gettext("métier"), lazy_gettext("Métiers"), 1.0),
    "niveau": Type(lazy_gettext("niveau d'accès"), lazy_gettext("Niveaux"), 0.7),
    "statut": Type(lazy_gettext("statut"), lazy_gettext("Statuts"), 0.7),
    "interet": Type(lazy_gettext("centre d'intérêt"), lazy_gettext("Centres d'intérêt"), 0.7),
    "secteur": Type(lazy_gettext("secteur"), lazy_gettext("Secteurs"), 0.7),
    "rome-v3": Type(lazy_gettext("ROME V3"), lazy_gettext("Codes ROME V3"), 0.46, True),
    "rome-v4": Type(lazy_gettext("ROME V4"), lazy_gettext("Codes ROME V4"), 0.44, True),
    "appellation": Type(
        lazy_gettext("appellation ROME"), lazy_gettext("Appellations ROME"), 0.42, True
    ),
    "formation": Type(lazy_gettext("formation"), lazy_gettext("Formations"), 0.4),
    "esco": Type(lazy_gettext("profession ESCO"), lazy_gettext("Professions ESCO"), 0.36),
    "fap": Type(
        lazy_gettext("famille professionnelle"), lazy_gettext("Familles professionnelles"), 0.34
    ),
    "certification": Type(lazy_gettext("certification"), lazy_gettext("Certifications"), 0.3),
}
"""By the word that the index and addresses use."""
