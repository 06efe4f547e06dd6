"""Keeps an answer in XML from holding what XML cannot: the engine writes it as it is."""

import re
from typing import Protocol

from server.engine.errors import NotAcceptableError

__all__ = ["XmlGuard"]

_FORBIDDEN = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]"
    rb"|&#(?:[0-8]|1[124-9]|2\d|3[01]|x0*(?:[0-8bcBC]|[eE]|1[0-9a-fA-F]|[fF]{3}[eEfF]));"
)
_LONGEST = 12
"""Bytes of the longest thing that is forbidden: it may be parted between two pieces."""


class _Output(Protocol):
    def write(self, data: bytes) -> int: ...

    def flush(self) -> None: ...


class XmlGuard:
    """A file that passes bytes on, and raises NotAcceptableError at a character XML forbids."""

    def __init__(self, output: _Output) -> None:
        self._output = output
        self._last = b""

    def write(self, data: bytes) -> int:
        """Pass a piece on."""
        if _FORBIDDEN.search(self._last + data):
            raise NotAcceptableError(
                "Cette réponse contient un caractère que le XML interdit : demandez-la en JSON, "
                "en CSV, en Turtle ou en N-Triples."
            )
        self._last = (self._last + data)[-_LONGEST:]
        return self._output.write(data)

    def flush(self) -> None:
        """Pass on what waits."""
        self._output.flush()
