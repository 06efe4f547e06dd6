"""Why a source was not fetched; each message is the reason alone, without the address."""

import socket
from http.client import HTTPException
from typing import Final

from loader.corpus.problems import LoaderError

_SAID: Final = (
    (socket.gaierror, "nom introuvable : pas de réseau ?"),
    (TimeoutError, "pas de réponse dans le temps imparti"),
    (ConnectionRefusedError, "connexion refusée"),
    (ConnectionError, "connexion coupée"),
    (HTTPException, "connexion coupée, ou réponse qui n'est pas du HTTP"),
)


class FetchError(LoaderError):
    """A source could not be fetched; what has come of it, if anything, may serve another time."""


class CutError(FetchError):
    """An exchange that may succeed if it is tried again."""


class ResumeError(CutError):
    """The rest that was answered does not continue what is there: start over."""


class RefusedError(FetchError):
    """What was answered is not what is expected: nothing of it is kept."""


def reason(error: OSError | HTTPException) -> str:
    """Return what to say of an error of the network."""
    found = next((said for kind, said in _SAID if isinstance(error, kind)), None)
    return found or (isinstance(error, OSError) and error.strerror) or str(error)
