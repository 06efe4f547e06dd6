"""Content check: whether a download has the type that was asked for, and is whole."""

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import IO, Final

from lxml import etree

from loader.fetch.addresses import Form
from loader.fetch.archive import check_archive
from loader.fetch.errors import RefusedError
from loader.fetch.http_client import HttpAnswer
from loader.fetch.limits import FetchLimits

_BYTES: Final = frozenset({"application/octet-stream", "binary/octet-stream"})
_TYPES: Final[Mapping[Form, frozenset[str]]] = MappingProxyType(
    {
        Form.ZIP: _BYTES | {"application/zip", "application/x-zip-compressed", "application/x-zip"},
        Form.XML: _BYTES | {"application/xml", "text/xml"},
        Form.JSON: frozenset({"application/json"}),
    }
)
_HEAD: Final = 1024
_PIECE: Final = 64 * 1024
_XML: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*<[?!A-Za-z_]")
_HTML: Final = re.compile(rb"<html|<!doctype\s+html", re.IGNORECASE)


def check_type(answer: HttpAnswer, form: Form) -> None:
    """Refuse an answer that announces another type, or an encoding that was not asked for."""
    type_ = answer.header("Content-Type").partition(";")[0].strip().lower()
    if type_ not in _TYPES[form]:
        raise RefusedError(f"{form} attendu, « {type_ or 'aucun type'} » répondu")
    check_encoding(answer)


def check_encoding(answer: HttpAnswer) -> None:
    """Refuse an answer that announces an encoding that was not asked for."""
    encoding = answer.header("Content-Encoding").lower()
    if encoding not in ("", "identity"):
        raise RefusedError(f"encodage « {encoding} » non demandé")


def check_content(path: Path, form: Form, limits: FetchLimits) -> None:
    """Refuse a file that is not of its form and whole, or an archive not safe to open."""
    if form is Form.ZIP:
        check_archive(path, limits)
        _check_members(path)
        return
    with path.open("rb") as file:
        head = file.read(_HEAD)
        if not _XML.match(head) or _HTML.search(head):
            raise RefusedError("le contenu n'est pas du XML, ou c'est une page HTML")
        file.seek(0)
        _check_xml(file)


def _check_members(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.lower().endswith(".xml"):
                try:
                    with archive.open(name) as member:
                        _check_xml(member)
                except RefusedError as error:
                    raise RefusedError(f"{name!r} : {error}") from error


class _Nowhere:
    """Where the parser puts what it reads: no tree is built, however long the file."""

    def close(self) -> None:
        """Give nothing."""


def _check_xml(file: IO[bytes]) -> None:
    """Refuse what the parser that will read the file cannot read to its end."""
    parser = etree.XMLParser(
        target=_Nowhere(),  # type: ignore[arg-type]  # lxml calls the methods that are there
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        while piece := file.read(_PIECE):
            parser.feed(piece)
        parser.close()
    except etree.XMLSyntaxError as error:
        raise RefusedError(f"XML mal formé : {error.msg}") from error
