"""Address of a remote engine, and who asks it: read from the environment, told to nobody."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

__all__ = ["VARIABLES", "AddressError", "RemoteAddress", "read_address"]

_IRI = re.compile(r"""[A-Za-z][A-Za-z0-9+.-]*:[^<>"{}|^`\\\x00-\x20]+""")


_SAID = ("graph", "user", "password", "token")
VARIABLES = tuple(f"METIERS_ENGINE_{name.upper()}" for name in _SAID)
"""What is said of an address beside itself."""


class AddressError(ValueError):
    """An address that cannot be asked, or an identity that is not whole."""


@dataclass(frozen=True)
class RemoteAddress:
    """Where an endpoint is, and who asks it: Basic or Digest, as it wants, or Bearer.

    `graph` names the graph of the endpoint that holds the view; empty, its default one does.
    """

    url: str
    graph: str = ""
    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    @property
    def shown(self) -> str:
        """The address as it may be shown: a query may hold a key."""
        return self.url.partition("?")[0]

    def environment(self) -> dict[str, str]:
        """Return the variables that `read_address` reads it from."""
        said = (getattr(self, name) for name in _SAID)
        return {"METIERS_ENGINE": self.url} | dict(zip(VARIABLES, said, strict=True))


def read_address(url: str, environ: Mapping[str, str]) -> RemoteAddress:
    """Return an address with what METIERS_ENGINE_GRAPH, _USER, _PASSWORD and _TOKEN say of it."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise AddressError("l'adresse du moteur est illisible") from error
    if parts.scheme not in ("http", "https") or not host:
        raise AddressError("l'adresse du moteur n'est ni http://… ni https://…")
    if parts.fragment:
        raise AddressError("l'adresse d'un moteur ne porte pas de « # »")
    if "@" in parts.netloc:
        raise AddressError(
            "une adresse ne porte pas d'identité : METIERS_ENGINE_USER et METIERS_ENGINE_PASSWORD"
        )
    told = (environ.get(variable) or "" for variable in VARIABLES)
    said = dict(zip(_SAID, told, strict=True))
    if said["graph"] and not _IRI.fullmatch(said["graph"]):
        raise AddressError("METIERS_ENGINE_GRAPH n'est pas un IRI absolu")
    if said["token"] and said["user"]:
        raise AddressError("METIERS_ENGINE_USER et METIERS_ENGINE_TOKEN ne vont pas ensemble")
    if not (said["token"] + said["user"] + said["password"]).isprintable():
        raise AddressError("l'identité du moteur porte un caractère de commande")
    return RemoteAddress(url, **said)
