"""Differences of engines from ours, as data: what each does otherwise, and what becomes of it.

The tests hold them to what the engines really do. An engine that is not here may well be right: the
check at the start proves it, not this table.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["Dialect", "Difference", "dialects"]


@dataclass(frozen=True)
class Difference:
    """`handled` is ``normalisé``, ``refusé`` or ``dit``, and `consequence` what is left of it.

    `checks` and `queries` are those of `queries/engine/`, and of the library, that show it.
    """

    what: str
    handled: str
    consequence: str = ""
    checks: tuple[str, ...] = ()
    queries: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dialect:
    """An engine as it was run here: its name, its version, and what it does otherwise."""

    engine: str
    version: str
    differences: tuple[Difference, ...]


@cache
def dialects() -> Mapping[str, Dialect]:
    """Return what is known of engines, by a short name."""
    said = json.loads(files(__package__).joinpath("differences.json").read_text("utf-8"))
    return {
        name: Dialect(each["engine"], each["version"], tuple(map(_difference, each["differences"])))
        for name, each in said.items()
    }


def _difference(said: Mapping[str, object]) -> Difference:
    lists = {name: tuple(value) for name, value in said.items() if isinstance(value, list)}
    return Difference(**{**said, **lists})  # type: ignore[arg-type] # the tests read it whole
