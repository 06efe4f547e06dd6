"""Allow-list of the endpoints that may be called, and whether an IRI is one of them."""

from dataclasses import dataclass
from urllib.parse import urlsplit

__all__ = ["Endpoint", "EndpointError", "find", "read_endpoints"]

_PORTS = {"http": 80, "https": 443}


class EndpointError(ValueError):
    """An address in the settings that names no endpoint."""


@dataclass(frozen=True)
class Endpoint:
    """A scheme, a host, a port, and the path that an IRI must have, or have as its beginning."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def iri(self) -> str:
        """The address as a reader would write it."""
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}{port}{self.path}"

    def admits(self, other: "Endpoint") -> bool:
        """Return whether another address is this one, or lies below it at a slash."""
        same = (self.scheme, self.host, self.port) == (other.scheme, other.host, other.port)
        below = other.path.startswith(self.path.rstrip("/") + "/")
        return same and (other.path == self.path or below)


def read_endpoints(text: str) -> tuple[Endpoint, ...]:
    """Read addresses separated by white space; EndpointError where one is none."""
    return tuple(map(_read, text.split()))


def find(iri: str, allowed: tuple[Endpoint, ...]) -> Endpoint | None:
    """Return the endpoint that an IRI names, None where no address of the list admits it."""
    try:
        asked = _read(iri)
    except EndpointError:
        return None
    return asked if any(each.admits(asked) for each in allowed) else None


def _read(text: str) -> Endpoint:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise EndpointError(f"« {text} » : {error}") from None
    if text.endswith((",", ";")):
        raise EndpointError(f"« {text} » : les adresses se séparent par des espaces")
    unclear = parts.username is not None or parts.query or parts.fragment or "%" in parts.netloc
    dotted = any(part in (".", "..") for part in parts.path.split("/")) or "\\" in text
    if parts.scheme not in _PORTS or not parts.hostname or unclear or dotted or "%" in parts.path:
        raise EndpointError(f"« {text} » n'est pas l'adresse d'un point d'accès (http ou https)")
    host = parts.hostname.rstrip(".").lower()
    return Endpoint(parts.scheme, host, port or _PORTS[parts.scheme], parts.path or "/")
