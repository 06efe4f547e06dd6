"""Formations of a métier, grouped by the level that they lead to and, at a level, by kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ontology.folding import fold
from server.browse.name_lookup import NamedCode
from server.engine import Row
from server.http.language import in_page_language
from server.iris import tail

__all__ = ["FormationKind", "Level", "LevelFormation", "group_by_level"]

_LAST: Final = 10_000


@dataclass(frozen=True)
class LevelFormation:
    """A formation; `anchor` is that of the list item that names it, if any.

    `note` tells it from another of its name.
    """

    iri: str
    label: str
    anchor: str
    note: str = ""


@dataclass(frozen=True)
class FormationKind:
    """Formations of one kind; `name` is empty where no source says which."""

    name: str
    formations: Sequence[LevelFormation]


@dataclass(frozen=True)
class Level:
    """Formations that lead to one level; `iri` and `name` are empty where no source says which."""

    iri: str
    name: str
    kinds: Sequence[FormationKind]

    @property
    def total(self) -> int:
        """How many formations there are."""
        return sum(len(kind.formations) for kind in self.kinds)


def group_by_level(
    rows: Sequence[Row],
    order: Mapping[str, tuple[int, str]],
    codes: Mapping[str, NamedCode],
    notes: Mapping[str, str],
) -> Sequence[Level]:
    """Group rows of ``browse/metier_formations``, the lowest level first, the unknown ones last.

    `order` gives the place of a formation in the sheet and its anchor there, `notes` what tells it
    from another of its name. Where no level is
    known the formations stay in the order of the sheet.
    """
    levels: dict[str, dict[str, dict[str, LevelFormation]]] = {}
    for row in rows:
        iri = row.iri("formation")
        formation = LevelFormation(
            iri, row.text("label") or tail(iri), order.get(iri, (0, ""))[1], notes.get(iri, "")
        )
        niveau = row.optional_iri("niveau") or ""
        levels.setdefault(niveau, {}).setdefault(row.text("type"), {})[iri] = formation

    def rank(niveau: str) -> int:
        code = codes.get(niveau)
        return _LAST if code is None or code.rang is None else code.rang

    def placed(formation: LevelFormation) -> tuple[int, str]:
        place = order.get(formation.iri, (_LAST, ""))[0] if set(levels) == {""} else 0
        return place, fold(formation.label)

    return [
        Level(
            niveau,
            in_page_language(codes[niveau].words) if niveau in codes else tail(niveau),
            [
                FormationKind(kind, sorted(levels[niveau][kind].values(), key=placed))
                for kind in sorted(levels[niveau], key=lambda kind: (not kind, fold(kind)))
            ],
        )
        for niveau in sorted(levels, key=lambda niveau: (rank(niveau), niveau))
    ]
