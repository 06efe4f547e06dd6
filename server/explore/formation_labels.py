"""Names of the formations' facets and of their values, in the language of the page."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from server.explore.facet_values import Facet, Labels, value_labels
from server.explore.starting_points import STARTING_POINTS
from server.http.language import gettext, lazy_gettext, ngettext

__all__ = ["degree_label", "formation_labels", "formation_titles"]

_DEGREES: Final[Mapping[str, Any]] = {
    "3": lazy_gettext("niveau 3 (CAP)"),
    "4": lazy_gettext("niveau 4 (bac)"),
    "5": lazy_gettext("niveau 5 (bac + 2)"),
    "6": lazy_gettext("niveau 6 (bac + 3 et 4)"),
    "7": lazy_gettext("niveau 7 (bac + 5)"),
    "8": lazy_gettext("niveau 8 (bac + 8)"),
    "sans": lazy_gettext("non dite"),
}
_OUTLETS: Final[Mapping[str, Any]] = {
    "decrit": lazy_gettext("un métier qui a une fiche ici"),
    "nomme": lazy_gettext("un métier sans fiche ici"),
    "aucun": lazy_gettext("aucun qui soit dit"),
}


def degree_label(degree: str) -> str:
    """Return what a level of the national framework is called, empty where none is given."""
    return str(_DEGREES[degree]) if degree in _DEGREES else ""


def formation_titles() -> dict[str, str]:
    """Return the titles of the facets."""
    return {
        "apres": gettext("Après quel diplôme"),
        "entree": gettext("Niveau d'entrée"),
        "sortie": gettext("Niveau de sortie"),
        "type": gettext("Type de diplôme"),
        "duree": gettext("Durée"),
        "domaine": gettext("Domaine"),
        "certification": gettext("Niveau de certification"),
        "metier": gettext("Mène à"),
        "lettre": gettext("Initiale"),
    }


def formation_labels(facets: Mapping[str, Facet]) -> Labels:
    """Return the labels of the values by facet and slug."""
    return {
        **value_labels(facets),
        **{
            name: {slug: label(slug) for slug in facets[name].slugs}
            for name, label in _LABELS.items()
            if name in facets
        },
    }


def _duration(slug: str) -> str:
    years, _, unit = slug.partition("-")
    if unit != "ans":
        return gettext("non dite")
    if years == "5":
        return gettext("5 ans et plus")
    return ngettext("%(num)d an", "%(num)d ans", int(years))


_LABELS: Final[Mapping[str, Callable[[str], str]]] = {
    "apres": lambda slug: str(STARTING_POINTS[slug].label),
    "duree": _duration,
    "certification": lambda slug: str(_DEGREES.get(slug, slug)),
    "metier": lambda slug: str(_OUTLETS[slug]),
    "lettre": lambda slug: slug.upper() if slug != "0" else "0–9",
}
