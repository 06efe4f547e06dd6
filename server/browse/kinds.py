"""The kinds of things that have a page of their own, an index, and métiers that point to them."""

import re
from dataclasses import dataclass

from ontology import base

__all__ = ["KINDS", "Kind", "kind_of"]

_ONISEP = "https://www.onisep.fr/http/redirection/{}/slug/{}"


@dataclass(frozen=True)
class Kind:
    """A kind of thing: `path` its folder under ``id/``, `index` the page that lists them all."""

    name: str
    path: str
    index: str
    singular: str
    plural: str
    one: str = ""
    many: str = ""
    """What a page of this kind says of the métiers it lists; `many` holds their number."""

    def lead(self, metiers: str) -> str:
        """Return what the page says of its métiers, from their number as it is written."""
        return self.one if metiers == "1" else self.many.format(metiers)

    def publisher_page(self, notation: str) -> str | None:
        """Return the address of the publisher's own page, where it has one."""
        if self.name in ("metier", "formation") and notation:
            return _ONISEP.format(self.name, notation)
        return None


KINDS = (
    Kind("metier", "metier", "/metiers", "métier", "métiers"),
    Kind(
        "formation", "formation", "/formations", "formation", "formations",
        "Elle mène à un métier", "Elle mène à {} métiers",
    ),
    Kind(
        "rome", "rome/v3", "/rome", "code ROME", "codes ROME",
        "Un métier en relève", "{} métiers en relèvent",
    ),
    Kind(
        "niveau", "niveau", "/niveaux", "niveau d'accès", "niveaux",
        "Un métier s'ouvre à ce niveau", "{} métiers s'ouvrent à ce niveau",
    ),
    Kind(
        "statut", "statut", "/statuts", "statut", "statuts",
        "Un métier s'exerce ainsi", "{} métiers s'exercent ainsi",
    ),
    Kind(
        "interet", "interet", "/interets", "centre d'intérêt", "centres d'intérêt",
        "Un métier y répond", "{} métiers y répondent",
    ),
    Kind(
        "secteur", "secteur", "/secteurs", "secteur", "secteurs",
        "Un métier s'y exerce", "{} métiers s'y exercent",
    ),
)  # fmt: skip


def kind_of(iri: str) -> Kind | None:
    """Return the kind that an IRI's shape tells, None where it has no page of its own."""
    for kind in KINDS:
        if re.fullmatch(rf"{re.escape(base())}id/{kind.path}/[^/]+", iri):
            return kind
    return None
