"""The publishers' XML exports as a stream of records: no entity is expanded, nothing is fetched."""

from collections.abc import Iterator
from io import BytesIO
from typing import cast

from lxml import etree

from loader.problems import Kind, Problem, problem
from loader.sources.documents import Document


class Elements:
    """Each element of a name, whole, then forgotten; a malformed end is a problem, not an error.

    `root` is, after the last, what is left of the file around them: None where the file is no XML
    and no element was met.
    """

    def __init__(self, document: Document, tag: str) -> None:
        self._document = document
        self._tag = tag
        self.root: etree._Element | None = None

    def __iter__(self) -> Iterator[etree._Element | Problem]:
        stream = etree.iterparse(
            BytesIO(self._document.data),
            events=("end",),
            tag=self._tag,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        )
        try:
            for _, element in stream:
                parent = element.getparent()
                if parent is None or parent.tag != self._tag:
                    self.root = element.getroottree().getroot()
                    yield element
                    element.clear()
            self.root = cast("etree._Element", stream.root)
        except etree.XMLSyntaxError as error:
            reason = f"XML mal formé : {error.msg}"
            path, line = self._document.path, error.lineno or 0
            yield problem(path, line, Kind.FICHIER_ILLISIBLE, reason)


def line_of(element: etree._Element) -> int:
    """Return the line of the file on which an element starts, 0 where it is not known."""
    return cast("int | None", element.sourceline) or 0
