"""Kinds of things: those that have pages of their own, an index, and métiers that point to them."""

from dataclasses import dataclass
from typing import Any

from ontology import base
from server.browse.formatting import number
from server.http.language import lazy_gettext, ngettext

__all__ = ["KINDS", "ThingKind", "kind_of"]

_ONISEP = "https://www.onisep.fr/http/redirection/{}/slug/{}"

_LEADS = {
    "formation": lambda n: ngettext(
        "Elle mène à un métier", "Elle mène à %(number)s métiers", n, number=number(n)
    ),
    "rome": lambda n: ngettext(
        "Un métier en relève", "%(number)s métiers en relèvent", n, number=number(n)
    ),
    "niveau": lambda n: ngettext(
        "Un métier s'ouvre à ce niveau",
        "%(number)s métiers s'ouvrent à ce niveau",
        n,
        number=number(n),
    ),
    "statut": lambda n: ngettext(
        "Un métier s'exerce ainsi", "%(number)s métiers s'exercent ainsi", n, number=number(n)
    ),
    "interet": lambda n: ngettext(
        "Un métier y répond", "%(number)s métiers y répondent", n, number=number(n)
    ),
    "secteur": lambda n: ngettext(
        "Un métier s'y exerce", "%(number)s métiers s'y exercent", n, number=number(n)
    ),
}


@dataclass(frozen=True)
class ThingKind:
    """A kind of thing: `path` its folder under ``id/``, `index` the page that lists them all.

    `singular` and `plural` are its names, in the language of the page when they are read.
    """

    name: str
    path: str
    index: str
    singular: Any
    plural: Any

    def lead(self, metiers: int) -> str:
        """Return what the page of a thing says of the métiers it lists, their number included."""
        return str(_LEADS[self.name](metiers))

    def publisher_page(self, notation: str) -> str | None:
        """Return the address of the publisher's own page, where it has one."""
        if self.name in ("metier", "formation") and notation:
            return _ONISEP.format(self.name, notation)
        return None


KINDS = (
    ThingKind("metier", "metier", "/metiers", lazy_gettext("métier"), lazy_gettext("métiers")),
    ThingKind(
        "formation", "formation", "/formations",
        lazy_gettext("formation"), lazy_gettext("formations"),
    ),
    ThingKind("rome", "rome/v3", "/rome", lazy_gettext("code ROME"), lazy_gettext("codes ROME")),
    ThingKind(
        "niveau", "niveau", "/niveaux", lazy_gettext("niveau d'accès"), lazy_gettext("niveaux")
    ),
    ThingKind("statut", "statut", "/statuts", lazy_gettext("statut"), lazy_gettext("statuts")),
    ThingKind(
        "interet", "interet", "/interets",
        lazy_gettext("centre d'intérêt"), lazy_gettext("centres d'intérêt"),
    ),
    ThingKind("secteur", "secteur", "/secteurs", lazy_gettext("secteur"), lazy_gettext("secteurs")),
)  # fmt: skip


def kind_of(iri: str) -> ThingKind | None:
    """Return the kind that an IRI's shape tells, None where it has no page of its own."""
    above, _, name = iri.rpartition("/")
    return next((each for each in KINDS if name and above == f"{base()}id/{each.path}"), None)
