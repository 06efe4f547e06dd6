import socket
import ssl

import pytest

from server.engine.network_reason import REASONS, network_reason


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (socket.gaierror(-2, "Name or service not known"), "nom introuvable"),
        (ConnectionRefusedError(111, "Connection refused"), "connexion refusée"),
        (ssl.SSLCertVerificationError(1, "expired"), "certificat ou chiffrement refusé"),
        (ConnectionResetError(104, "reset"), "connexion impossible, ou coupée"),
    ],
)
def test_a_reason_is_said_in_words(error: OSError, said: str) -> None:
    wrapped = RuntimeError("ConnectError")
    wrapped.__cause__ = error
    assert network_reason(error) == network_reason(wrapped) == said
    assert said in REASONS
