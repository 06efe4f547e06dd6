"""Sheet of a formation: its texts, section by section, and the métiers that it names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from queries import find
from server.browse import name_lookup
from server.browse.concept import ConceptText, Node
from server.browse.fiche_text import FicheSection, read_sections
from server.engine import Engine, Row
from server.iris import anchor

__all__ = ["METIERS", "FormationSheet", "read_formation_sheet"]

_SHEET: Final = "fiche"
METIERS: Final = "metiers-associes"
"""Anchor of the list of the métiers that a sheet names."""


@dataclass(frozen=True)
class FormationSheet:
    """What Onisep's sheets say of a formation, in their order.

    `sections` are its texts by their anchors, `metiers` those that it names, with an anchor each;
    one that is not known here has no IRI. `anchors` are those of all its parts.
    """

    sections: Mapping[str, FicheSection]
    metiers: Sequence[Node]
    anchors: Sequence[str]

    def text(self, key: str, title: str, repeated: str = "") -> ConceptText | None:
        """Return the text of a section, less a heading that repeats its title; None without it."""
        section = self.sections.get(key)
        if section is None:
            return None
        passages = [
            passage if passage.headline != repeated else passage.without_headline()
            for passage in section.passages
        ]
        return ConceptText(title, passages=passages, anchor=section.anchor)

    def unshown(self, texts: Sequence[ConceptText]) -> list[str]:
        """Return the anchors of the parts that no text shows, nor the list of métiers."""
        shown = {METIERS, *(node.anchor for node in self.metiers)}
        for text in texts:
            shown |= {text.anchor, *(passage.anchor for passage in text.passages)}
        return [each for each in self.anchors if each not in shown]


def read_formation_sheet(engine: Engine, iri: str) -> FormationSheet:
    """Read the sheet of a formation, empty where it has none."""
    passages = engine.select(find("browse/formation_passages"), iri=ox.NamedNode(iri))
    items = sorted(
        engine.select(find("browse/formation_items"), iri=ox.NamedNode(iri)),
        key=lambda row: row.count("position"),
    )
    sections = read_sections(passages, name_lookup.codes(engine))
    parts = [anchor(row.iri(key)) for row in passages for key in ("section", "passage")]
    parts += [anchor(row.iri(key)) for row in items for key in ("section", "element")]
    metiers = [row for row in items if anchor(row.iri("section")) == METIERS]
    return FormationSheet(
        {section.anchor: section for section in sections},
        [_metier(engine, row) for row in metiers],
        list(dict.fromkeys([_SHEET, *parts])) if parts else [],
    )


def _metier(engine: Engine, row: Row) -> Node:
    iri, place = row.optional_iri("item") or "", anchor(row.iri("element"))
    name = name_lookup.name_of(engine, iri) if iri else ""
    return Node(iri, name or row.text("mots"), anchor=place)
