"""Rows of a comparison on the labour market, where another endpoint knows it and is asked to.

As on the page of a métier's market, the figures are those of codes and of families: they are
named, and never averaged.
"""

from collections.abc import Callable, Iterable, Sequence

from server.browse.formatting import euros
from server.browse.marche import FamilyFigures, Market, read_market
from server.engine import Engine
from server.engine.federation.allowlist import Endpoint
from server.http.language import gettext, ngettext
from server.selection.address import KeptThing
from server.selection.comparison import ComparedValue, ComparisonRow, comparison_row

__all__ = ["market_rows", "read_market_rows"]


def read_market_rows(
    engine: Engine, metiers: Sequence[KeptThing], endpoint: Endpoint
) -> Sequence[ComparisonRow] | None:
    """Ask the endpoint what it knows of each métier; None where it fails, and is asked no more."""
    markets: list[Market] = []
    for metier in metiers:
        market = read_market(engine, metier.iri, endpoint)
        if market is None:
            return None
        markets.append(market)
    return market_rows(markets)


def market_rows(markets: Sequence[Market]) -> Sequence[ComparisonRow]:
    """Return the rows of which the endpoint knows something."""
    read: tuple[tuple[str, str, Callable[[Market], Iterable[ComparedValue]]], ...] = (
        ("tension", gettext("Tension de ses codes"), _tensions),
        ("salaire-famille", gettext("Salaire net médian de ses familles"), _pays),
        ("femmes-famille", gettext("Part des femmes dans ses familles"), _shares),
    )
    rows = [comparison_row(key, title, [*map(values, markets)]) for key, title, values in read]
    return [row for row in rows if not row.is_empty]


def _tensions(market: Market) -> Iterable[ComparedValue]:
    """Yield of each code in how many basins it is of the two tensest classes."""
    for each in market.codes:
        tense = sum(count for tension, count, _ in each.classes if tension > 3)
        said = ngettext(
            "tendu (classes 4 et 5) dans %(tense)d bassin sur %(num)d",
            "tendu (classes 4 et 5) dans %(tense)d bassins sur %(num)d",
            len(each.basins),
            tense=tense,
        )
        yield ComparedValue("", f"{said}, {each.year}", each.code.iri.rpartition("/")[2])


def _pays(market: Market) -> Iterable[ComparedValue]:
    return (_figure(one, one.pay, one.pay_years, euros) for one in market.families if one.pay)


def _shares(market: Market) -> Iterable[ComparedValue]:
    return (
        _figure(one, one.women, one.women_years, lambda share: f"{share:.0f}\u00a0%")
        for one in market.families
        if one.women
    )


def _figure(
    family: FamilyFigures, value: float | str, years: str, written: Callable[[float], str]
) -> ComparedValue:
    if isinstance(value, str):
        text = str(gettext("non diffusé (%(said)s)", said=value))
    else:
        text = written(value)
    return ComparedValue("", f"{text}, {years}", family.notation)
