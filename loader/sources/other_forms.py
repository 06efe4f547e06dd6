"""Other forms in which publishers give the sources, which are not read: what to take instead."""

import re
from collections.abc import Callable
from typing import Final

from loader.sources.archives import is_office
from loader.sources.documents import Document
from loader.sources.xml_records import first_tags

_ROME: Final = "prendre ses tables CSV (« metiers fetch rome-v4 »)"
_FAP: Final = (
    "prendre les formats SAS de la FAP-2009, que la Dares publie en texte"
    " (« intitule_fap2009.txt », « passage_fap2009_romev3.txt »)"
)
_OFFICE: Final = "classeur ou texte de bureautique"
_COMPOUND_FILE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How the files of office suites began before they were zips."""
_FAP_NAME = re.compile(r"(?<![a-z])fap(?![a-z])", re.IGNORECASE)
_ROME_NAME = re.compile(r"(?<![a-z])rome(?![a-z])", re.IGNORECASE)
_ROME_KEY = re.compile(r'"code_?rome"\s*:', re.IGNORECASE)


def instead_of(document: Document) -> str:
    """Return what a file is and what to take instead of it, in French; nothing for any other."""
    return next((sentence for fits, sentence in _FORMS if fits(document)), "")


def _is_json(document: Document) -> bool:
    return document.head.lstrip()[:1] in ("[", "{") and bool(_ROME_KEY.search(document.head))


def _is_xml(document: Document) -> bool:
    return "<code_rome" in document.head and "code_rome" in first_tags(document.head)


def _is_office_file(document: Document) -> bool:
    return document.data.startswith(_COMPOUND_FILE) or is_office(document.data)


def _is_office_file_on(name: re.Pattern[str]) -> Callable[[Document], bool]:
    return lambda document: bool(name.search(document.name)) and _is_office_file(document)


_FORMS: Final = (
    (_is_json, f"le ROME en JSON n'est pas lu : {_ROME}"),
    (_is_xml, f"le ROME en XML n'est pas lu : {_ROME}"),
    (_is_office_file_on(_FAP_NAME), f"{_OFFICE} de la FAP, qui n'est pas lu : {_FAP}"),
    (_is_office_file_on(_ROME_NAME), f"{_OFFICE} sur le ROME, qui n'est pas lu : {_ROME}"),
    (
        _is_office_file,
        f"{_OFFICE}, qui n'est pas lu : prendre le CSV ou l'XML que publie son éditeur",
    ),
)
