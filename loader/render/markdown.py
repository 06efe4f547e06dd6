"""Markdown writer of a fiche métier, in the frame and with the white space of the publisher's."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from loader.records import Fiche, Paire, Rubrique, Valeur
from loader.render.prose import section_lines
from loader.sources.fiche_markdown.frame import (
    FEMININ_LABEL,
    FRAME,
    ID_LABEL,
    LIST_LABELS,
    MASCULIN_LABEL,
    NIVEAU_LABEL,
    PROSE_LABELS,
)
from loader.sources.markdown_sheet.frame import TITRE_MARK


def render_markdown(fiche: Fiche) -> str:
    """Return the sheet: reading it again gives the same record.

    A section that the sheets do not have (« documentation ») is not printed.
    """
    prose = {section.rubrique: section for section in fiche.sections}
    lines = [f"{TITRE_MARK}{fiche.titre}", f"{ID_LABEL} {fiche.id}", ""]
    for rubrique in Rubrique:
        if rubrique in prose and rubrique in PROSE_LABELS:
            lines += section_lines(PROSE_LABELS[rubrique], prose[rubrique], FRAME)
        elif rubrique in _LISTS:
            lines += _LISTS[rubrique](fiche)
    return "\n".join(lines).rstrip("\n") + "\n"


def _appellations(fiche: Fiche) -> Iterator[str]:
    if fiche.appellations is not None:
        yield LIST_LABELS[Rubrique.APPELLATIONS]
        yield from _pair(fiche.appellations)
        if fiche.autres_appellations is not None:
            yield ""


def _autres(fiche: Fiche) -> Iterator[str]:
    if fiche.autres_appellations is not None:
        yield from (LIST_LABELS[Rubrique.AUTRES_APPELLATIONS], "")
        for autre in fiche.autres_appellations:
            yield f"### {autre.titre}"
            yield from _pair(autre.paire)
            yield ""


def _pair(pair: Paire) -> Iterator[str]:
    if pair.feminin:
        yield f"{FEMININ_LABEL} {pair.feminin}"
    if pair.masculin:
        yield f"{MASCULIN_LABEL} {pair.masculin}"


def _codes(fiche: Fiche) -> Iterator[str]:
    yield from _bullets(Rubrique.CODES_ROME, fiche.codes_rome)


def _niveau(fiche: Fiche) -> Iterator[str]:
    if fiche.niveau is not None:
        yield from (f"{NIVEAU_LABEL} {fiche.niveau.libelle}", "")


def _formations(fiche: Fiche) -> Iterator[str]:
    if fiche.formations is not None:
        yield from (LIST_LABELS[Rubrique.FORMATIONS], "")
        for formation in fiche.formations:
            yield f"- {formation.libelle} (ID: {formation.id})"
        yield ""


def _statuts(fiche: Fiche) -> Iterator[str]:
    yield from _bullets(Rubrique.STATUTS, _labels(fiche.statuts))


def _interets(fiche: Fiche) -> Iterator[str]:
    yield from _bullets(Rubrique.CENTRES_INTERET, _labels(fiche.interets))


def _labels(values: tuple[Valeur, ...] | None) -> tuple[str, ...] | None:
    return None if values is None else tuple(value.libelle for value in values)


def _bullets(rubrique: Rubrique, items: tuple[str, ...] | None) -> Iterator[str]:
    if items is not None:
        label = LIST_LABELS[rubrique]
        yield label
        if label.startswith("#"):
            yield ""
        yield from (f"- {item}" for item in items)
        yield ""


_LISTS: Final[Mapping[Rubrique, Callable[[Fiche], Iterator[str]]]] = MappingProxyType(
    {
        Rubrique.APPELLATIONS: _appellations,
        Rubrique.AUTRES_APPELLATIONS: _autres,
        Rubrique.CODES_ROME: _codes,
        Rubrique.NIVEAU_ACCES: _niveau,
        Rubrique.FORMATIONS: _formations,
        Rubrique.STATUTS: _statuts,
        Rubrique.CENTRES_INTERET: _interets,
    }
)
