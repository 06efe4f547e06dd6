"""Salary card of a métier's page: amounts, and where to read what is longer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from server.browse.fiche_text import FicheSection
from server.browse.formatting import RESERVE, pay, truncate
from server.browse.name_lookup import NamedCode
from server.engine import Row
from server.http.language import in_page_language
from server.iris import anchor

__all__ = ["Amount", "SalaireCard", "read_salaire"]

_SHORT = 60
_LABEL = 160


@dataclass(frozen=True)
class Amount:
    """A line of the card; `label` says for whom or where, empty if the sheet does not.

    The numbers behind it, if any: euros from `minimum` to `maximum`, for a `unit` of time; and the
    whole `condition`, of which `label` is what the card has room for.
    """

    anchor: str
    text: str
    label: str
    minimum: float | None = None
    maximum: float | None = None
    unit: str = ""
    condition: str = ""

    def __str__(self) -> str:
        """Return the amount, and for whom or where in brackets."""
        return f"{self.text} ({truncate(self.condition, RESERVE)})" if self.condition else self.text


@dataclass(frozen=True)
class SalaireCard:
    """What the card says of pay; `stade` where all of it is for the same one.

    `unsaid` are the anchors of what is too long for a card, `is_partial` says that something is;
    `passage` is the anchor of the text that says it all, under the title of its section.
    """

    stade: str
    amounts: Sequence[Amount]
    unsaid: Sequence[str]
    is_partial: bool
    passage: str
    section: str


def read_salaire(
    rows: Sequence[Row], sections: Sequence[FicheSection], codes: Mapping[str, NamedCode]
) -> SalaireCard | None:
    """Build the card's pay from rows of ``browse/metier_salaires``; None where there is none."""
    if not rows:
        return None
    passage, section = _passage_of(rows, sections)
    stades = {row.optional_iri("stade") or "" for row in rows}
    stade = stades.pop() if len(stades) == 1 else ""
    lines = [(row, _amount(row, passage)) for row in rows]
    shown = [line for row, line in lines if line.text != row.text("text") or _fits(row, passage)]
    long = [line.anchor for _, line in lines if line not in shown]
    cut = any(line.label != row.text("condition") for row, line in lines)
    return SalaireCard(
        stade=in_page_language(codes[stade].words) if stade in codes else "",
        amounts=shown,
        unsaid=long,
        is_partial=bool(long or cut),
        passage=passage,
        section=section,
    )


def _amount(row: Row, passage: str) -> Amount:
    minimum, maximum, unit = row.number("minimum"), row.number("maximum"), row.text("unit")
    short = pay(minimum, maximum, unit, row.truth("brut"))
    label = row.text("condition")
    if passage:
        sentence = label.partition(". ")[0]
        label = sentence if len(sentence) <= _LABEL else ""
    text = short or row.text("text")
    return Amount(
        anchor(row.iri("salaire")), text, label, minimum, maximum, unit, row.text("condition")
    )


def _fits(row: Row, passage: str) -> bool:
    return not passage or len(row.text("text")) <= _SHORT


def _passage_of(rows: Sequence[Row], sections: Sequence[FicheSection]) -> tuple[str, str]:
    """Return the anchor and the section's title of the passage that holds the first pay's text."""
    first = rows[0].text("text")
    for section in sections:
        for passage in section.passages:
            if any(first in line for block in passage.blocks for line in block.lines):
                return passage.anchor, section.label
    return "", ""
