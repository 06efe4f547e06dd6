"""Whether what came is what was asked for: its type, as announced and as its first bytes show."""

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from loader.fetch.addresses import Form
from loader.fetch.archive import check_archive
from loader.fetch.exchange import Answer
from loader.fetch.failures import RefusedError
from loader.fetch.limits import Limits

_BYTES: Final = frozenset({"application/octet-stream", "binary/octet-stream"})
_TYPES: Final[Mapping[Form, frozenset[str]]] = MappingProxyType(
    {
        Form.ZIP: _BYTES | {"application/zip", "application/x-zip-compressed", "application/x-zip"},
        Form.XML: _BYTES | {"application/xml", "text/xml"},
    }
)
_HEAD: Final = 1024
_XML: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*<[?!A-Za-z_]")
_HTML: Final = re.compile(rb"<html|<!doctype\s+html", re.IGNORECASE)


def check_type(answer: Answer, form: Form) -> None:
    """Refuse an answer that announces another type, or an encoding that was not asked for."""
    type_ = answer.header("Content-Type").partition(";")[0].strip().lower()
    if type_ not in _TYPES[form]:
        raise RefusedError(f"{form} attendu, « {type_ or 'aucun type'} » répondu")
    encoding = answer.header("Content-Encoding").lower()
    if encoding not in ("", "identity"):
        raise RefusedError(f"encodage « {encoding} » non demandé")


def check_content(path: Path, form: Form, limits: Limits) -> None:
    """Refuse a file that is not of its form, or an archive that is not safe to open."""
    if form is Form.ZIP:
        check_archive(path, limits)
        return
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not _XML.match(head) or _HTML.search(head):
        raise RefusedError("le contenu n'est pas du XML, ou c'est une page HTML")
