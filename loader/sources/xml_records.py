"""The publishers' XML exports as a stream of records: no entity is expanded, nothing is fetched."""

from collections.abc import Iterator
from io import BytesIO
from typing import cast

from lxml import etree

from loader.problems import Kind, Problem, problem
from loader.sources.documents import Document


def elements(document: Document, tag: str) -> Iterator[etree._Element | Problem]:
    """Yield each element of a name, whole, then forget it; a malformed end is a problem.

    Raises nothing: what was read before the fault stands.
    """
    stream = etree.iterparse(
        BytesIO(document.data),
        events=("end",),
        tag=tag,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        for _, element in stream:
            if element.getparent() is None or element.getparent().tag != tag:
                yield element
                element.clear()
    except etree.XMLSyntaxError as error:
        line = error.lineno or 0
        yield problem(document.path, line, Kind.FICHIER_ILLISIBLE, f"XML mal formé : {error.msg}")


def text(element: etree._Element, path: str) -> str | None:
    """Return the text at a path below an element without the white space around it, or None."""
    return (element.findtext(path) or "").strip() or None


def words(element: etree._Element) -> str:
    """Return all the text below an element, white space folded."""
    return " ".join("".join(map(str, element.itertext())).split())


def line_of(element: etree._Element) -> int:
    """Return the line of the file on which an element starts, 0 where it is not known."""
    return cast("int | None", element.sourceline) or 0
