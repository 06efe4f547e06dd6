"""The kinds of things that are compared, in the order in which they are told."""

from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from loader.terms import term


@dataclass(frozen=True, slots=True)
class Kind:
    """Things of some classes whose IRIs start alike; `plural` is their name in French."""

    name: str
    plural: str
    start: str
    classes: tuple[NamedNode, ...]


def _kind(name: str, plural: str, prefix: str, *classes: str) -> Kind:
    return Kind(name, plural, term(f"{prefix}:").value, tuple(map(term, classes)))


METIER: Final = _kind("metier", "métiers", "metier", "mg:Metier")
_ABOVE: Final = ("mg:DomaineRome", "mg:GrandDomaineRome")
KINDS: Final = (
    METIER,
    _kind("rome-v3", "codes ROME V3", "rome3", "mg:CodeRome"),
    _kind("domaine-v3", "domaines ROME V3", "rome3", *_ABOVE),
    _kind("rome-v4", "codes ROME V4", "rome4", "mg:CodeRome"),
    _kind("domaine-v4", "domaines ROME V4", "rome4", *_ABOVE),
    _kind("appellation-rome", "appellations ROME", "ogr", "mg:AppellationRome"),
    _kind("formation", "formations", "for", "mg:Formation"),
    _kind("niveau", "niveaux", "niveau", "mg:Niveau"),
    _kind("statut", "statuts", "statut", "mg:Statut"),
    _kind("interet", "centres d'intérêt", "interet", "mg:CentreInteret"),
    _kind("secteur", "secteurs", "secteur", "mg:Secteur"),
)
