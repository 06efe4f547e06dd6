"""The names of the tables of the ROME, and why a file that bears one is not read as that table."""

import re
from typing import Final

from loader.sources.documents import Document
from loader.sources.rome_headers import HEADERS, Header, columns_of

_NAME = re.compile(
    r"unix_(?P<table>[a-z_]+?)(?:_v(?P<version>[34])\d{2,})?(?:_utf8)?\.csv", re.IGNORECASE
)
_SEPARATORS: Final = {";": "« ; »", "\t": "la tabulation", "|": "« | »"}


def fault_of(document: Document) -> str:
    """Return why a file that no reader knows is not the table that its name says.

    Nothing where its name says that of no table that the model holds.
    """
    named = _NAME.fullmatch(document.name)
    if named is None:
        return ""
    version = named["version"] and int(named["version"])
    headers = [
        header
        for header in HEADERS
        if header.table == named["table"].lower()
        and (not version or header.version in (None, version))
    ]
    return f"table du ROME {named['table']}, mais {_fault(document, headers)}" if headers else ""


def _fault(document: Document, headers: list[Header]) -> str:
    line = document.head.partition("\n")[0]
    columns = columns_of(line)
    if not line.strip():
        return "elle n'a pas d'en-tête"
    for separator, shown in _SEPARATORS.items():
        if len(columns) < 2 and separator in line:
            return f"ses colonnes sont séparées par {shown}, non par « , »"
    if twice := sorted({name for name in columns if columns.count(name) > 1}):
        return f"des colonnes y sont en double : {', '.join(twice)}"
    nearest = min(headers, key=lambda header: len(set(header.needed) - set(columns)))
    if absent := [name for name in nearest.needed if name not in columns]:
        return f"il y manque les colonnes {', '.join(absent)}"
    if not set(nearest.propres).isdisjoint(columns) or not nearest.propres:
        unknown = [name for name in columns if name not in nearest.known]
        return f"elle a d'autres colonnes : {', '.join(unknown)}"
    return f"elle n'a aucune des colonnes {', '.join(nearest.propres)}"
