"""Reasons of the network, in words: why another server could not be reached, whoever called it."""

import socket
import ssl

from server.engine.errors import worded

__all__ = ["REASONS", "network_reason"]

_REASONS = (
    (socket.gaierror, worded("nom introuvable")),
    (ssl.SSLError, worded("certificat ou chiffrement refusé")),
    (ConnectionRefusedError, worded("connexion refusée")),
)
_OTHER = worded("connexion impossible, ou coupée")
REASONS = frozenset({_OTHER, *(reason for _, reason in _REASONS)})
"""What may be the reason of an error, as translators find it."""


def network_reason(error: BaseException | None) -> str:
    """Return why a call failed, from its error or those that it stands for."""
    while error is not None:
        for kind, reason in _REASONS:
            if isinstance(error, kind):
                return reason
        error = error.__cause__ or error.__context__
    return _OTHER
