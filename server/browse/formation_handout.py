"""Hand-out of a formation: what it is, how one gets in, what it leads to, what may follow it."""

from collections.abc import Iterable, Sequence
from typing import Final

from server.browse.concept import Concept, ConceptGroup, ConceptText
from server.browse.fiche_text import TextBlock
from server.browse.formation import read_formation
from server.browse.formatting import capitalized, truncate
from server.browse.handout import (
    SOURCES,
    Handout,
    HandoutFact,
    HandoutPart,
    brief_fact,
    joined,
)
from server.browse.provenance import read_thing_sources
from server.browse.qr_code import qr_code
from server.engine import Engine
from server.http.language import gettext
from server.iris import DocumentPath

__all__ = ["read_formation_handout"]

_VALUES: Final = 3
_LEAD: Final = 320
_TEXT: Final = 270
_METIERS: Final = 400
"""Letters of what it is, of a text, of the names of the métiers that it leads to."""


def read_formation_handout(engine: Engine, formation: DocumentPath, root: str) -> Handout:
    """Read the hand-out of a formation; `root` is the address of the site, as readers know it."""
    page = read_formation(engine, formation.iri, 1)
    sources = read_thing_sources(engine, formation.iri)
    return Handout(
        iri=page.iri,
        title=page.title,
        forms=(capitalized(page.kind),),
        lead=truncate(_line(page.definition), _LEAD),
        notice="",
        facts=[fact for fact in _facts(page) if fact.values],
        parts=[part for part in _parts(page) if part.lines],
        sources=[source.edition for source in sources][:SOURCES],
        qr=qr_code(root + formation.url().removeprefix("/")),
    )


def _facts(page: Concept) -> Iterable[HandoutFact]:
    """Yield the facts of its page, addresses left out: the code leads there."""
    for fact in page.facts:
        if fact.relation != "schema:url":
            labels = [value.label for value in fact.values]
            yield brief_fact(fact.name, labels, _VALUES, is_french=True)


def _parts(page: Concept) -> Iterable[HandoutPart]:
    """Yield how one gets in, what it leads to, what certifies it, which studies may follow.

    What it is in detail is left to its page.
    """
    certifications, debouches, poursuites = page.groups[:3]
    yield from (_text(text) for text in page.texts[1:])
    listed = page.entries.items if page.entries else ()
    metiers = [*dict.fromkeys(node.label for node in (*listed, *debouches.nodes))]
    more = page.entries.total - len(listed) if page.entries else 0
    yield _named(gettext("Métiers"), [joined(metiers, _METIERS, more)] if metiers else [])
    yield from map(_group, (certifications, poursuites))


def _text(text: ConceptText) -> HandoutPart:
    blocks = [*text.blocks, *(block for passage in text.passages for block in passage.blocks)]
    line = truncate(_line(blocks), _TEXT)
    return _named(text.title, [line] if line else [])


def _group(group: ConceptGroup) -> HandoutPart:
    nodes = [*group.nodes, *(node for part in group.parts for node in part.nodes)]
    return _named(group.title, [joined([node.label for node in nodes], _TEXT)] if nodes else [])


def _named(title: str, lines: Sequence[str]) -> HandoutPart:
    return HandoutPart(str(title), [("", line) for line in lines])


def _line(blocks: Sequence[TextBlock]) -> str:
    return " ".join(line for block in blocks for line in block.lines)
