"""Exceptions of a download; each message is the reason alone, without the address."""

import socket
from http.client import HTTPException
from typing import Final

from loader.corpus.problems import LoaderError, system_reason

_REASONS: Final = (
    (socket.gaierror, "nom introuvable : pas de réseau ?"),
    (TimeoutError, "pas de réponse dans le temps imparti"),
    (ConnectionRefusedError, "connexion refusée"),
    (ConnectionError, "connexion coupée"),
    (HTTPException, "connexion coupée, ou réponse qui n'est pas du HTTP"),
)


class FetchError(LoaderError):
    """A source could not be fetched; what has come of it, if anything, may serve another time."""


class RetryableError(FetchError):
    """An exchange that may succeed if it is tried again."""


class ResumeError(RetryableError):
    """The rest that was answered does not continue what is there: start over."""


class RefusedError(FetchError):
    """What was answered is not what is expected: nothing of it is kept."""


def network_reason(error: OSError | HTTPException) -> str:
    """Return the reason of an error of the network, in French."""
    found = next((text for kind, text in _REASONS if isinstance(error, kind)), None)
    return found or (system_reason(error) if isinstance(error, OSError) else str(error))
