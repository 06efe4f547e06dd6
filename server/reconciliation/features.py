"""Features: what speaks for a candidate, by the identifiers that answers use, in plain words."""

from collections.abc import Mapping
from typing import Any, Final

from server.http.language import language, lazy_gettext
from server.reconciliation.properties import all_properties

__all__ = ["FEATURES", "feature_name"]

FEATURES: Final[Mapping[str, Any]] = {
    "exact": lazy_gettext("écrit à l'identique"),
    "folded": lazy_gettext("les mêmes mots, à la casse, aux accents et à la ponctuation près"),
    "word_order": lazy_gettext("les mêmes mots, à l'ordre près"),
    "gender": lazy_gettext("les mêmes mots, au genre, au nombre et à l'ordre près"),
    "edit_distance": lazy_gettext("lettres à changer"),
    "code": lazy_gettext("le même code"),
}


def feature_name(identifier: str) -> str:
    """Return what a feature says; that of a property is whether it agrees."""
    if identifier in FEATURES:
        return str(FEATURES[identifier])
    return all_properties()[identifier].title_in(language())
