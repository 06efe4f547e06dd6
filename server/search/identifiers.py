"""Identifiers within a text: codes and addresses, wherever they stand among other words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

__all__ = ["IdentifiedText", "find_identifiers"]

_CODE: Final = re.compile(
    r"(?<![^\W_])(?:(?:MET|FOR)[. ]?\d+|RNCP ?\d{2,6}|[A-N]\d{4}|[A-Z]\d[A-Z]\d\d)(?![^\W_])",
    re.IGNORECASE,
)
"""Of Onisep, of the RNCP, of the ROME, of the FAP."""
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


@dataclass(frozen=True)
class IdentifiedText:
    """The codes of a text, and the text with the name at the end of each address in its place.

    `is_code` tells that a code is all of it: it names nothing else.
    """

    codes: Sequence[str]
    text: str
    is_code: bool


def find_identifiers(text: str) -> IdentifiedText:
    """Return the codes within a text that says other things as well, and the names in addresses."""
    codes = tuple(dict.fromkeys(_CODE.findall(text)))
    is_code = _CODE.fullmatch(text.strip()) is not None
    return IdentifiedText(() if is_code else codes, _ADDRESS.sub(_name_in, text), is_code)


def _name_in(address: re.Match[str]) -> str:
    """Return the last part of an address, in words."""
    path = re.split(r"[?#]", address[0])[0].rstrip("/")
    return " ".join(re.split(r"[-_+]", unquote(path.rpartition("/")[2])))
