"""References to entities, which are never expanded: what holds one is lost, and said."""

from collections.abc import Iterator

from lxml import etree

from loader.problems import Kind, Problem, problem
from loader.sources.xml_records import line_of


def lost_to_entities(element: etree._Element, path: str) -> Iterator[Problem]:
    """Take out of an element each text with a reference to an entity, and yield what it was.

    Half a text would be published as if it were the whole.
    """
    for entity in list(element.iter(etree.Entity)):
        holder = entity.getparent()
        if holder is None:
            continue  # taken out with an earlier one
        names = dict.fromkeys(each.text for each in holder.iterchildren(etree.Entity))
        lost = " ".join("".join(map(str, _own_texts(holder))).split())
        reason = f"« {holder.tag} » : entité non développée {', '.join(map(str, names))}"
        yield problem(path, line_of(holder), Kind.LIGNE_SANS_PLACE, reason, lost)
        _empty(holder)


def _own_texts(holder: etree._Element) -> Iterator[str | None]:
    """Yield the texts of an element but not of its children; those between them apart."""
    yield holder.text or ""
    for child in holder:
        yield child.text if child.tag is etree.Entity else " "
        yield child.tail or ""


def _empty(holder: etree._Element) -> None:
    holder.text = None
    for child in list(holder):
        child.tail = None
        if child.tag is etree.Entity:
            holder.remove(child)
