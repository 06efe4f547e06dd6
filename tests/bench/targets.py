"""What the figures should be, and whether they are."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from tests.bench.load import Load
from tests.bench.sidebyside import Line

__all__ = ["beside_before", "beside_oxigraph", "beside_rdflib", "steadiness", "verdict"]

Seen = Mapping[Line, Mapping[str, Load]]


def beside_oxigraph(seen: Seen) -> Iterator[tuple[str, str]]:
    """Yield the lowest ratio of each target that names Oxigraph's own server."""
    for name, least, belongs in _TARGETS:
        yield _least(seen, "oxigraph", name, least, belongs)


def beside_rdflib(seen: Seen) -> Iterator[tuple[str, str]]:
    """Yield the lowest ratio of all lines."""
    yield _least(seen, "rdflib-endpoint", "every line, of rdflib-endpoint's", 3, lambda _: True)


def beside_before(seen: Seen) -> Iterator[tuple[str, str]]:
    """Yield the lowest ratio of all lines to the other checkout's."""
    yield _least(seen, "before", "every line, of the other checkout's", 0.95, lambda _: True)


def steadiness(seen: Seen) -> Iterator[tuple[str, str]]:
    """Yield how each new line at 32 connections compares to itself at 8, and its p99 to its p50."""
    for line, loads in seen.items():
        fewer = seen.get(replace(line, connections=8))
        if line.new and line.connections == 32 and fewer is not None:
            ours = loads["metiers"]
            rate, tail = ours.rate / (fewer["metiers"].rate or 1), ours.p99 / (ours.p50 or 1)
            word = "met" if rate >= 0.9 and tail <= 4 else "MISSED"
            yield f"target: {line}: ×0.9 of 8, p99 at most 4 p50", f"×{rate:.2g} {tail:.2g} {word}"


def verdict(name: str, value: float, bound: float, unit: str = "") -> tuple[str, str]:
    """Return a row for a figure that should be at most its bound."""
    word = "met" if value <= bound else "MISSED"
    return f"target: {name} at most {bound:g} {unit}".rstrip(), f"{value:.3g} {word}"


def _least(
    seen: Seen, other: str, name: str, least: float, belongs: Callable[[Line], bool]
) -> tuple[str, str]:
    ratios = {
        line: loads["metiers"].rate / loads[other].rate
        for line, loads in seen.items()
        if belongs(line) and loads[other].rate
    }
    if not ratios:
        return f"target: {name}, ×{least:g}", "not measured"
    worst = min(ratios, key=lambda line: ratios[line])
    word = "met" if ratios[worst] >= least else f"MISSED ({worst})"
    return f"target: {name}, ×{least:g}", f"×{ratios[worst]:.3g} {word}"


def _are(kind: str, *freshness: bool) -> Callable[[Line], bool]:
    return lambda line: line.kind == kind and line.new in freshness


def _many(kind: str, *freshness: bool) -> Callable[[Line], bool]:
    return lambda line: line.kind == kind and line.new in freshness and line.connections > 1


_TARGETS: tuple[tuple[str, float, Callable[[Line], bool]], ...] = (
    ("the mix, new, at 8 and 32", 1.2, _many("mix", True)),
    ("the mix, repeated, at 8 and 32", 1.8, _many("mix", False)),
    ("new joins at 8 and 32", 0.8, _many("join", True)),
    ("new neighbourhoods at 8 and 32", 0.8, _many("neighbourhood", True)),
    ("new dumps at 8 and 32", 1, _many("dump", True)),
    ("repeated aggregates", 100, _are("aggregate", False)),
    ("new look-ups at 8 and 32", 0.3, _many("look-up", True)),
    ("repeated look-ups", 0.7, _are("look-up", False)),
)
