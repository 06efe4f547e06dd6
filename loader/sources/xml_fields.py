"""Fields of an XML record, each taken once: what nobody takes is reported, word for word."""

from collections.abc import Callable
from typing import TypeVar

from lxml import etree

from loader.corpus.problems import Problem, ProblemKind, problem
from loader.sources.documents import Document
from loader.sources.xml_records import ElementStream, drop_entities, line_of

T = TypeVar("T")
_HAS_STRAYS = etree.XPath("boolean(descendant-or-self::*[*]/text()[normalize-space()])")
_HAS_ATTRIBUTES = etree.XPath("boolean(descendant-or-self::*/@*)")


class Fields:
    """The children of an element by their names.

    Reading takes a child away; `close` reports what is left, and so does it for the elements that
    `each` gave. `name` is how problems call the record; `tags_read` are the names that were read.
    """

    __slots__ = (
        "_children", "_closed", "_element", "_inner", "_path", "_problems", "name", "tags_read"
    )  # fmt: skip

    def __init__(
        self, element: etree._Element, path: str, problems: list[Problem], name: str
    ) -> None:
        self.name = name
        self.tags_read: set[str] = set()
        self._element = element
        self._path = path
        self._problems = problems
        self._closed = False
        self._inner: list[Fields] = []
        self._children: dict[str, list[etree._Element]] = {}
        for child in element.iterchildren("*"):
            self._children.setdefault(child.tag, []).append(child)

    def text(self, tag: str) -> str | None:
        """Take the first child of a name: its text without the white space around it, or None."""
        self.tags_read.add(tag)
        children = self._children.get(tag)
        return _text(children.pop(0)) if children else None

    def texts(self, tag: str) -> tuple[str, ...]:
        """Take every child of a name: the texts that are not empty."""
        self.tags_read.add(tag)
        return tuple(filter(None, map(_text, self._children.pop(tag, ()))))

    def each(self, *path: str) -> "list[Fields]":
        """Take the elements at the end of a path of names, those that hold something."""
        found = [self]
        for tag in path:
            found = [inner for fields in found for inner in fields._open(tag)]
        return found

    def _open(self, tag: str) -> "list[Fields]":
        self.tags_read.add(tag)
        opened = [
            Fields(child, self._path, self._problems, self.name)
            for child in self._children.pop(tag, ())
            if len(child) or (child.text and child.text.strip())
        ]
        self._inner += opened
        return opened

    def lose(
        self, reason: str, lost: str, kind: ProblemKind = ProblemKind.LIGNE_SANS_PLACE
    ) -> None:
        """Report a text that found no place."""
        line = line_of(self._element)
        self._problems.append(problem(self._path, line, kind, f"{self.name} : {reason}", lost))

    def lose_all(self, reason: str, kind: ProblemKind = ProblemKind.LIGNE_SANS_PLACE) -> None:
        """Report the words of the whole element, if any; `close` then says no more of it."""
        self._closed = True
        if words := _words(self._element):
            self.lose(reason, words, kind)

    def close(self) -> None:
        """Report what nobody took."""
        self._close(bool(_HAS_STRAYS(self._element)))

    def _close(self, strays: bool) -> None:
        if self._closed:
            return
        self._closed = True
        for tag, children in self._children.items():
            for words in filter(None, map(_words, children)):
                self.lose(f"élément « {tag} » sans place", words)
        if strays or not len(self._element):
            for stray in (self._element.text, *(child.tail for child in self._element)):
                if stray and stray.strip():
                    self.lose("texte hors de tout élément", stray.strip())
        for inner in self._inner:
            inner._close(strays)


def read_records(
    document: Document,
    tag: str,
    read: Callable[[Fields], T | str],
    rejected: ProblemKind = ProblemKind.LIGNE_SANS_PLACE,
) -> tuple[tuple[T, ...], list[Problem]]:
    """Read the elements of a name; `read` returns a record, or the reason why there is none.

    `rejected` is the kind of problem that an element without record makes.
    The exports write every column in every record, empty or not: one that is read and that no
    record has is a problem of the whole file. Words between the records are problems too.
    """
    records: list[T] = []
    problems: list[Problem] = []
    missing: dict[str, bool] = {}
    elements = ElementStream(document, tag)
    for number, element in enumerate(elements, 1):
        if isinstance(element, Problem):
            problems.append(element)
            continue
        problems += drop_entities(element, document.path)
        tags = {child.tag for child in element}
        fields = Fields(element, document.path, problems, f"« {tag} » n° {number}")
        record = read(fields)
        if _HAS_ATTRIBUTES(element):
            fields.lose("attributs sans place", _attributes(element))
        if isinstance(record, str):
            fields.lose_all(record, rejected)
        else:
            records.append(record)
            fields.close()
        for column in fields.tags_read:
            missing[column] = missing.get(column, True) and column not in tags
        if element.tail and element.tail.strip():
            fields.lose("texte après l'élément", element.tail.strip())
    for column in sorted(filter(missing.get, missing) if records else ()):
        reason = f"aucun « {tag} » n'a d'élément « {column} »"
        problems.append(problem(document.path, 0, ProblemKind.CHAMP_MANQUANT, reason))
    if elements.root is not None:
        problems += drop_entities(elements.root, document.path)
        _close_around(elements.root, tag, document.path, problems)
    return tuple(records), problems


def _close_around(root: etree._Element, tag: str, path: str, problems: list[Problem]) -> None:
    for unfinished in root.iter(tag):
        Fields(unfinished, path, problems, f"« {tag} »").lose_all("élément inachevé")
        unfinished.text = None
        unfinished[:] = []
    Fields(root, path, problems, f"« {root.tag} »").close()


def _text(element: etree._Element) -> str | None:
    found = "".join(map(str, element.itertext())) if len(element) else element.text
    return (found or "").strip() or None


def _words(element: etree._Element) -> str:
    return " ".join(" ".join(map(str, element.itertext())).split())


def _attributes(element: etree._Element) -> str:
    return " ".join(str(value) for each in element.iter("*") for value in each.attrib.values())
