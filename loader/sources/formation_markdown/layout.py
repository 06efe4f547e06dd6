"""Layouts of the two kinds of sheet on a formation: their labels, in the order of a sheet."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import chain
from types import MappingProxyType
from typing import Final, NamedTuple

from loader.records import Rubrique
from loader.records.formations import Champ
from loader.sources.markdown_sheet.frame import Frame, Head

NSF_SEPARATOR: Final = " | "

_ID = re.compile(r"FOR\.[1-9]\d{0,8}(?!\d)", re.ASCII)


class Cartouche(StrEnum):
    """The parts of a sheet that gather lines of one value each."""

    INFORMATIONS = "informations générales"
    CERTIFICATION = "certification"


class ValuedLabel(NamedTuple):
    """A label with a value on its line, set apart by a blank line or not."""

    part: Champ | Rubrique
    text: str
    is_apart: bool = False


class CartoucheLabels(NamedTuple):
    """The heading of a cartouche, and the labels below it."""

    part: Cartouche
    heading: str
    valued: tuple[ValuedLabel, ...]


@dataclass(frozen=True)
class Layout:
    """One kind of sheet: its cartouches, then its prose, then its list.

    `id_of` takes the name of the file and the address of the page, and gives the id of the
    formation, None where there is none; `id_place` says where it is looked for.
    """

    cartouches: tuple[CartoucheLabels, ...]
    prose: Mapping[Rubrique, str]
    lists: Mapping[Rubrique, str]
    id_of: Callable[[str, str], str | None]
    id_place: str

    @cached_property
    def frame(self) -> Frame:
        """Return the labels, by the part that each opens."""
        below = {part: [label.part for label in labels] for part, _, labels in self.cartouches}
        order = (*Head, *chain(*((part, *below[part]) for part in below)), *self.prose, *self.lists)
        headings: dict[str, StrEnum] = {each.heading: each.part for each in self.cartouches}
        headings |= {label: part for part, label in chain(self.prose.items(), self.lists.items())}
        return Frame(
            {label.text: label.part for each in self.cartouches for label in each.valued},
            headings,
            {part: rank for rank, part in enumerate(order)},
        )

    def recognises(self, head: str) -> bool:
        """Tell whether a text has the heading with which such a sheet begins."""
        return self.cartouches[0].heading in map(str.rstrip, head.split("\n"))


def _id_in_name(name: str, _: str) -> str | None:
    found = _ID.match(name)
    return found[0] if found else None


def _id_in_page(_: str, page: str) -> str | None:
    found = _ID.fullmatch(page.rpartition("/")[2])
    return found[0] if found else None


FICHE: Final = Layout(
    cartouches=(
        CartoucheLabels(
            Cartouche.INFORMATIONS,
            "## Informations générales",
            (
                ValuedLabel(Champ.CODE_SCOLARITE, "**Code scolarité:**"),
                ValuedLabel(Champ.SIGLE, "**Sigle:**"),
                ValuedLabel(Champ.DUREE, "**Durée:**"),
                ValuedLabel(Champ.NIVEAU_CERTIFICATION, "**Niveau de certification:**"),
                ValuedLabel(Champ.TYPE, "**Type:**"),
                ValuedLabel(Champ.LIEN, "**Lien:**", is_apart=True),
            ),
        ),
    ),
    prose=MappingProxyType(
        {
            Rubrique.DESCRIPTION: "## Description",
            Rubrique.ACCES_FORMATION: "## Accès",
            Rubrique.ATTENDUS: "## Attendus",
            Rubrique.POURSUITE_ETUDES: "## Poursuite d'études",
        }
    ),
    lists=MappingProxyType({Rubrique.METIERS_ASSOCIES: "## Métiers associés"}),
    id_of=_id_in_name,
    id_place="le nom du fichier commence par « FOR.n »",
)
IDEO: Final = Layout(
    cartouches=(
        CartoucheLabels(
            Cartouche.INFORMATIONS,
            "## \N{CLIPBOARD} Informations générales",
            (
                ValuedLabel(Champ.TYPE, "**Type de formation:**"),
                ValuedLabel(Champ.SIGLE, "**Sigle:**"),
                ValuedLabel(Champ.DUREE, "**Durée:**"),
                ValuedLabel(Champ.NIVEAU_SORTIE, "**Niveau de sortie indicatif:**"),
            ),
        ),
        CartoucheLabels(
            Cartouche.CERTIFICATION,
            "## \N{GRADUATION CAP} Certification",
            (
                ValuedLabel(Champ.CODE_RNCP, "**Code RNCP:**"),
                ValuedLabel(Champ.NIVEAU_CERTIFICATION, "**Niveau:**"),
                ValuedLabel(Champ.CODE_SCOLARITE, "**Code scolarité:**", is_apart=True),
                ValuedLabel(Rubrique.SPECIALITES, "**Code NSF:**"),
                ValuedLabel(Champ.TUTELLE, "**Tutelle:**"),
                ValuedLabel(
                    Champ.PAGE, "**\N{LINK SYMBOL} Fiche formation Onisep:**", is_apart=True
                ),
            ),
        ),
    ),
    prose=MappingProxyType({}),
    lists=MappingProxyType({Rubrique.DOMAINES: "## \N{DIRECT HIT} Domaines"}),
    id_of=_id_in_page,
    id_place="le lien vers la fiche finit par « FOR.n »",
)


def link(address: str) -> str:
    """Return the markdown of a link whose text is its address."""
    return f"[{address}]({address})"
