"""Settings of an installation, read once from the environment and passed to `create_app`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, cast, get_args

from ontology import base
from server.engine.federation.allowlist import Endpoint, EndpointError, find, read_endpoints
from server.engine.pool.limits import Kept, QueryLimits
from server.engine.remote.address import VARIABLES, AddressError, RemoteAddress, read_address

__all__ = ["SETTINGS", "Settings", "SettingsError"]

SETTINGS = "METIERS_SETTINGS"
"""The key of the application's config that holds its `Settings`."""


_HIGHEST = 2**40
_HOST = re.compile(r"(?:[a-z0-9_.-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?")
_LEVELS = ("info", "warning", "error")


class SettingsError(ValueError):
    """A variable of the environment that cannot be read."""


@dataclass(frozen=True)
class Settings:
    """The settings, with the values that hold when the environment says nothing."""

    home: Path = Path("var")
    """METIERS_HOME: the folder that holds `releases/` and the link `current`."""
    host: str = "127.0.0.1"
    """METIERS_HOST: the address to listen on."""
    port: int = 8000
    """METIERS_PORT: the port to listen on; 0 lets the system choose."""
    hosts: tuple[str, ...] = ()
    """METIERS_HOSTS: the names of the site, between spaces, its own one first: `Host` is believed
    where it is one of them, or of this machine alone."""
    resolves: bool = False
    """METIERS_RESOLVES: 1 where the base of the IRIs leads to this site: documents have their
    canonical address under it, else under that of the site."""
    max_body: int = 1_048_576
    """METIERS_MAX_BODY: the longest request body, in bytes; a longer one is answered 413."""
    recheck: float = 1.0
    """METIERS_RECHECK: how old, in seconds, the last look at `current` may be."""
    kept: Kept = "disk"
    """METIERS_ENGINE: `disk`, or `memory` for queries on a store held in memory."""
    remote: RemoteAddress | None = None
    """METIERS_ENGINE: the address of an endpoint that has the graph of the release instead."""
    cache: int = 32 << 20
    """METIERS_CACHE: bytes of answers that each process remembers."""
    spool: int = 2 << 30
    """METIERS_SPOOL: bytes of answers that slow readers may leave on disk, half of it for one."""
    bodies: int = 64 << 20
    """METIERS_BODIES: bytes of requests on their way to each process, half of them of a client."""
    threads: int = 32
    """METIERS_THREADS: pages that each process makes at one time, half of them for a client."""
    services: tuple[Endpoint, ...] = ()
    """METIERS_SERVICES: addresses of the endpoints that queries may call, between spaces."""
    market: Endpoint | None = None
    """METIERS_MARCHE: the endpoint, one of those, that pages on the labour market ask; none."""
    proxies: int = 0
    """METIERS_PROXIES: how many proxies stand in front: their X-Forwarded-* are believed."""
    log: str = "warning"
    """METIERS_LOG: `info` for a line a request, `warning`, `error`."""
    limits: QueryLimits = field(default_factory=QueryLimits)
    """METIERS_WORKERS, _SECONDS, _QUEUE, _WAIT, _MEMORY, _ROWS, _SIZE, _BUDGET: `QueryLimits`."""

    @property
    def canonical_root(self) -> str:
        """The beginning of canonical addresses, ending in a slash."""
        return base() if self.resolves else "/"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the METIERS_* variables; raise SettingsError where one is out of its range."""
        kept, remote = _engine(environ)
        services = _services(environ.get("METIERS_SERVICES") or "", remote)
        return cls(
            home=Path(environ.get("METIERS_HOME") or cls.home),
            host=environ.get("METIERS_HOST") or cls.host,
            port=int(_number(environ, "METIERS_PORT", cls.port, 65_535)),
            hosts=_hosts(environ.get("METIERS_HOSTS") or ""),
            resolves=bool(_number(environ, "METIERS_RESOLVES", 0, 1)),
            max_body=int(_number(environ, "METIERS_MAX_BODY", cls.max_body, 2**31)),
            recheck=_number(environ, "METIERS_RECHECK", cls.recheck, 3600),
            cache=int(_number(environ, "METIERS_CACHE", cls.cache, _HIGHEST)),
            spool=int(_number(environ, "METIERS_SPOOL", cls.spool, _HIGHEST)),
            bodies=int(_number(environ, "METIERS_BODIES", cls.bodies, _HIGHEST)),
            threads=int(_number(environ, "METIERS_THREADS", cls.threads, 1024)),
            proxies=int(_number(environ, "METIERS_PROXIES", cls.proxies, 10)),
            log=_level(environ.get("METIERS_LOG") or cls.log),
            services=services,
            market=_market(environ, services),
            kept=kept,
            remote=remote,
            limits=_limits(environ),
        )


def _hosts(text: str) -> tuple[str, ...]:
    names = tuple(text.lower().split())
    for name in names:
        if not _HOST.fullmatch(name):
            raise SettingsError(f"METIERS_HOSTS : « {name} » n'est pas un nom d'hôte")
    return names


def _level(name: str) -> str:
    if name not in _LEVELS:
        raise SettingsError(f"METIERS_LOG : « {name} » n'est pas {', '.join(_LEVELS)}")
    return name


def _services(text: str, remote: RemoteAddress | None) -> tuple[Endpoint, ...]:
    if text and remote:
        raise SettingsError("METIERS_SERVICES : un moteur distant n'appelle personne d'autre")
    try:
        return read_endpoints(text)
    except EndpointError as error:
        raise SettingsError(f"METIERS_SERVICES : {error}") from error


def _market(environ: Mapping[str, str], services: tuple[Endpoint, ...]) -> Endpoint | None:
    said = environ.get("METIERS_MARCHE")
    if not said:
        return None
    found = find(said, services)
    if found is None:
        raise SettingsError(f"METIERS_MARCHE : « {said} » n'est pas dans METIERS_SERVICES")
    return found


def _engine(environ: Mapping[str, str]) -> tuple[Kept, RemoteAddress | None]:
    name = environ.get("METIERS_ENGINE") or Settings.kept
    said = {variable: environ.get(variable) or "" for variable in VARIABLES}
    for kept in get_args(Kept):
        if name == kept:
            return cast(Kept, kept), None
    if "://" not in name:
        raise SettingsError(f"METIERS_ENGINE : « {name} » n'est ni disk, ni memory, ni une adresse")
    try:
        return Settings.kept, read_address(name, said)
    except AddressError as error:
        raise SettingsError(f"METIERS_ENGINE : {error}") from error


def _limits(environ: Mapping[str, str]) -> QueryLimits:
    found: dict[str, Any] = {}
    for each in fields(QueryLimits):
        default = cast("float", each.default)
        lowest = each.metadata.get("least", 0)
        value = _number(environ, f"METIERS_{each.name.upper()}", default, _HIGHEST, lowest)
        found[each.name] = type(default)(value)
    return QueryLimits(**found)


def _number(
    environ: Mapping[str, str], name: str, default: float, highest: float, lowest: float = 0
) -> float:
    text = environ.get(name) or str(default)
    try:
        value = float(text)
    except ValueError:
        raise SettingsError(f"{name} : « {text} » n'est pas un nombre") from None
    if not lowest <= value <= highest:
        raise SettingsError(f"{name} : {text} n'est pas entre {lowest:g} et {highest:g}")
    return value
