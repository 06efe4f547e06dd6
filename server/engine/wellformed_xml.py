"""Well-formed XML: a filter of what the engine writes, which can be no XML at all.

The engine copies into it what XML forbids (a control character in a literal) and makes elements of
predicates that have no name to give (``http://e/1``). What a parser would refuse is stopped here.
"""

from typing import Protocol
from xml.parsers import expat

from server.engine.errors import NotAcceptableError, worded

__all__ = ["Output", "WellFormed"]

_NO_XML = worded(
    "Cette réponse ne peut s'écrire en XML : un texte y contient un caractère que XML interdit, ou "
    "un prédicat ne s'y termine pas par un nom. Demandez-la en JSON, en CSV, en Turtle ou en "
    "N-Triples."
)


class Output(Protocol):
    """What the engine writes to."""

    def write(self, data: bytes) -> int:
        """Take one piece."""

    def flush(self) -> None:
        """Hand over what is held back."""


class WellFormed:
    """Hands well-formed pieces on to an output; NotAcceptableError before one that is not."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self._parser = expat.ParserCreate("UTF-8", namespace_separator=" ")

    def write(self, data: bytes) -> int:
        """Hand over one piece, unless it shows that the document is not well-formed."""
        if not self._continues(data):
            raise NotAcceptableError(_NO_XML)
        return self._output.write(data)

    def flush(self) -> None:
        """Flush the output."""
        self._output.flush()

    def _continues(self, data: bytes) -> bool:
        try:
            self._parser.Parse(data, False)
        except expat.ExpatError:
            return False
        return True
