"""What the figures should be, and whether they are."""

from collections.abc import Callable, Iterator, Mapping

from tests.bench.load import Load
from tests.bench.sidebyside import Line

__all__ = ["beside_oxigraph", "beside_rdflib", "verdict"]

Seen = Mapping[Line, Mapping[str, Load]]


def beside_oxigraph(seen: Seen) -> Iterator[tuple[str, str]]:
    """Yield the lowest ratio of each target that names Oxigraph's own server."""
    for name, least, belongs in _TARGETS:
        yield _least(seen, "oxigraph", name, least, belongs)


def beside_rdflib(seen: Seen) -> Iterator[tuple[str, str]]:
    """Yield the lowest ratio of all lines."""
    yield _least(seen, "rdflib-endpoint", "every line, of rdflib-endpoint's", 3, lambda _: True)


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


_TARGETS: tuple[tuple[str, float, Callable[[Line], bool]], ...] = (
    ("the mix at 8 and 32", 1, lambda line: line.kind == "mix" and line.connections > 1),
    ("joins", 1, _are("join", True, False)),
    ("dumps", 1, _are("dump", True, False)),
    ("repeated aggregates", 100, _are("aggregate", False)),
    ("new look-ups", 0.25, _are("look-up", True)),
    ("repeated look-ups", 0.4, _are("look-up", False)),
)
