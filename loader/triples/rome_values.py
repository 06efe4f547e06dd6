"""The plain values of the ROME: codes, closed lists as written, and what the source ticks."""

from collections.abc import Iterator
from functools import cache

from pyoxigraph import Literal, NamedNode

from loader.records.rome_items import Marques
from loader.terms import Triple, term

RIASEC_MAJEUR = term("mg:riasecMajeur")
RIASEC_MINEUR = term("mg:riasecMineur")
ORIGINE = term("mg:origine")
_ECO = term("mg:transitionEcologique")
_ECO_CLASS = term("mg:classeTransitionEcologique")
_FLAGS = (
    (term("mg:transitionNumerique"), "transition_num"),
    (term("mg:transitionDemographique"), "transition_demo"),
    (term("mg:emploiReglemente"), "reglemente"),
    (term("mg:emploiCadre"), "cadre"),
)
Value = tuple[NamedNode, str | bool | None]
"""A property and its value: text as written, a flag, or None for what the source does not say."""


def value_triples(node: NamedNode, *values: Value) -> Iterator[Triple]:
    """Yield the values that there are, as plain literals."""
    for predicate, value in values:
        if value is not None:
            yield node, predicate, _plain(value)


def marques_triples(node: NamedNode, marques: Marques) -> Iterator[Triple]:
    """Yield what the source ticks; its class of écologie is another property than its flag."""
    for predicate, value in _said(marques):
        yield node, predicate, value


@cache
def _said(marques: Marques) -> tuple[tuple[NamedNode, Literal], ...]:
    eco = marques.transition_eco
    values: list[Value] = [(_ECO_CLASS if isinstance(eco, str) else _ECO, eco)]
    values += [(predicate, getattr(marques, name)) for predicate, name in _FLAGS]
    return tuple((predicate, _plain(v)) for predicate, v in values if v is not None)


@cache
def _plain(value: str | bool) -> Literal:
    return Literal(value)
