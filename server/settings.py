"""What an installation may choose, read once from the environment and passed to `create_app`."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Settings", "SettingsError"]


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

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the METIERS_* variables; raise SettingsError where one is out of its range."""
        return cls(
            home=Path(environ.get("METIERS_HOME") or cls.home),
            host=environ.get("METIERS_HOST") or cls.host,
            port=int(_number(environ, "METIERS_PORT", cls.port, 65_535)),
            max_body=int(_number(environ, "METIERS_MAX_BODY", cls.max_body, 2**31)),
            recheck=_number(environ, "METIERS_RECHECK", cls.recheck, 3600),
        )


def _number(environ: Mapping[str, str], name: str, default: float, highest: float) -> float:
    text = environ.get(name) or str(default)
    try:
        value = float(text)
    except ValueError:
        raise SettingsError(f"{name} : « {text} » n'est pas un nombre") from None
    if not 0 <= value <= highest:
        raise SettingsError(f"{name} : {text} n'est pas entre 0 et {highest:g}")
    return value
