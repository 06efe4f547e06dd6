"""XML record stream of the publishers' exports: no entity is expanded, nothing is fetched."""

import re
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from typing import Any, Final, cast

from lxml import etree

from loader.corpus.problems import Problem, ProblemKind, excerpt, problem
from loader.sources.documents import Document

RESOURCE_LIMIT: Final = 114
"""libxml's XML_ERRRESOURCE_LIMIT, which lxml's stubs do not name."""
_ERRORS: Final = etree.ErrorTypes
_FAULTS: Final = {
    _ERRORS.ERR_DOCUMENT_EMPTY: "ce n'est pas un élément",
    _ERRORS.ERR_DOCUMENT_END: "du contenu après la fin de la racine",
    _ERRORS.ERR_INVALID_CHAR: "caractère interdit",
    _ERRORS.ERR_UNSUPPORTED_ENCODING: "encodage inconnu",
    _ERRORS.ERR_INVALID_ENCODING: "octets qui ne sont pas de l'encodage annoncé",
    _ERRORS.ERR_TAG_NAME_MISMATCH: "balise de fin qui n'est pas celle de l'élément ouvert",
    _ERRORS.ERR_TAG_NOT_FINISHED: "le fichier finit avant ses éléments",
    _ERRORS.ERR_GT_REQUIRED: "balise inachevée",
    _ERRORS.ERR_NAME_REQUIRED: "« < » ou « & » sans nom",
    _ERRORS.ERR_ATTRIBUTE_REDEFINED: "attribut donné deux fois",
    _ERRORS.ERR_RESERVED_XML_NAME: "la déclaration « <?xml » n'est pas au tout début du fichier",
    _ERRORS.ERR_SPACE_REQUIRED: "une espace manque, entre deux attributs ou dans « <? »",
    _ERRORS.ERR_ATTRIBUTE_NOT_STARTED: "valeur d'attribut sans guillemets",
    _ERRORS.ERR_ATTRIBUTE_WITHOUT_VALUE: "attribut sans valeur",
    _ERRORS.ERR_LT_IN_ATTRIBUTE: "« < » dans la valeur d'un attribut",
    _ERRORS.ERR_ENTITYREF_SEMICOL_MISSING: "« & » sans « ; » : l'écrire « &amp; »",
    _ERRORS.ERR_DOCTYPE_NOT_FINISHED: "DOCTYPE inachevé",
    _ERRORS.ERR_CDATA_NOT_FINISHED: "section CDATA inachevée, ou trop longue",
    _ERRORS.ERR_COMMENT_NOT_FINISHED: "commentaire inachevé, ou trop long",
    RESOURCE_LIMIT: "texte trop long, ou éléments trop imbriqués",
}
_ENTITY = re.compile(r"Entity '([^']+)'")
_ADVICE = re.compile(r",? (?:use|try) XML_PARSE_HUGE.*")


def first_tags(head: str) -> list[str]:
    """Return the names of the elements that the beginning of a file opens, as far as it is XML."""
    parser = etree.XMLPullParser(
        events=("start",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    with suppress(etree.XMLSyntaxError):
        parser.feed(head.lstrip())
    return [element.tag for _, element in cast(Any, parser).read_events()]


class ElementStream:
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
            # The exception may say « no element found » where the log tells what was wrong.
            first = next(iter(cast(Any, stream).error_log), None)
            line = first.line if first else error.lineno or 0
            fault = _fault(first.type, first.message) if first else error.msg
            reason = f"XML mal formé : {fault.replace('no element found', 'aucun élément')}"
            yield problem(self._document.path, line, ProblemKind.FICHIER_ILLISIBLE, reason)


def _fault(code: int, message: str) -> str:
    """Return what is wrong on one line: in French for the usual faults, else as libxml says it."""
    if code == _ERRORS.ERR_UNDECLARED_ENTITY and (name := _ENTITY.search(message)):
        return f"entité &{name[1]}; non déclarée"
    return _FAULTS.get(code) or _ADVICE.sub("", excerpt(message, 200))


def drop_entities(element: etree._Element, path: str) -> Iterator[Problem]:
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
        yield problem(path, line_of(holder), ProblemKind.LIGNE_SANS_PLACE, reason, lost)
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


def line_of(element: etree._Element) -> int:
    """Return the line of the file on which an element starts, 0 where it is not known."""
    return cast("int | None", element.sourceline) or 0
