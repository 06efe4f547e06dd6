"""Settings of an installation, read once from the environment and passed to `create_app`."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, cast, get_args

from server.engine.federation.allowlist import Endpoint, EndpointError, read_endpoints
from server.engine.pool.limits import Kept, QueryLimits

__all__ = ["Settings", "SettingsError"]


_HIGHEST = 2**40
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
    max_body: int = 1_048_576
    """METIERS_MAX_BODY: the longest request body, in bytes; a longer one is answered 413."""
    recheck: float = 1.0
    """METIERS_RECHECK: how old, in seconds, the last look at `current` may be."""
    kept: Kept = "disk"
    """METIERS_ENGINE: `disk`, or `memory` for queries on a store held in memory."""
    cache: int = 32 << 20
    """METIERS_CACHE: bytes of answers that each process remembers."""
    threads: int = 32
    """METIERS_THREADS: requests that each process handles at one time, but for long answers."""
    services: tuple[Endpoint, ...] = ()
    """METIERS_SERVICES: addresses of the endpoints that queries may call, between spaces."""
    proxies: int = 0
    """METIERS_PROXIES: how many proxies stand in front: their X-Forwarded-* are believed."""
    log: str = "warning"
    """METIERS_LOG: `info` for a line a request, `warning`, `error`."""
    limits: QueryLimits = field(default_factory=QueryLimits)
    """METIERS_WORKERS, _SECONDS, _QUEUE, _WAIT, _MEMORY, _ROWS, _SIZE, _BUDGET: `QueryLimits`."""

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the METIERS_* variables; raise SettingsError where one is out of its range."""
        return cls(
            home=Path(environ.get("METIERS_HOME") or cls.home),
            host=environ.get("METIERS_HOST") or cls.host,
            port=int(_number(environ, "METIERS_PORT", cls.port, 65_535)),
            max_body=int(_number(environ, "METIERS_MAX_BODY", cls.max_body, 2**31)),
            recheck=_number(environ, "METIERS_RECHECK", cls.recheck, 3600),
            cache=int(_number(environ, "METIERS_CACHE", cls.cache, _HIGHEST)),
            threads=int(_number(environ, "METIERS_THREADS", cls.threads, 1024)),
            proxies=int(_number(environ, "METIERS_PROXIES", cls.proxies, 10)),
            log=_level(environ.get("METIERS_LOG") or cls.log),
            services=_services(environ.get("METIERS_SERVICES") or ""),
            kept=_kept(environ.get("METIERS_ENGINE") or cls.kept),
            limits=_limits(environ),
        )


def _level(name: str) -> str:
    if name not in _LEVELS:
        raise SettingsError(f"METIERS_LOG : « {name} » n'est pas {', '.join(_LEVELS)}")
    return name


def _services(text: str) -> tuple[Endpoint, ...]:
    try:
        return read_endpoints(text)
    except EndpointError as error:
        raise SettingsError(f"METIERS_SERVICES : {error}") from error


def _kept(name: str) -> Kept:
    for kept in get_args(Kept):
        if name == kept:
            return cast(Kept, kept)
    raise SettingsError(f"METIERS_ENGINE : « {name} » n'est ni disk ni memory")


def _limits(environ: Mapping[str, str]) -> QueryLimits:
    found: dict[str, Any] = {}
    for each in fields(QueryLimits):
        default = cast("float", each.default)
        value = _number(environ, f"METIERS_{each.name.upper()}", default, _HIGHEST)
        found[each.name] = type(default)(value)
    return QueryLimits(**found)


def _number(environ: Mapping[str, str], name: str, default: float, highest: float) -> float:
    text = environ.get(name) or str(default)
    try:
        value = float(text)
    except ValueError:
        raise SettingsError(f"{name} : « {text} » n'est pas un nombre") from None
    if not 0 <= value <= highest:
        raise SettingsError(f"{name} : {text} n'est pas entre 0 et {highest:g}")
    return value
