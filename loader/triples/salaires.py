"""Beginner's pay as monetary amounts: the text always, the numbers where they were read."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from loader import iris
from loader.facts.salaires import salaires
from loader.records import Fiche, Montant
from loader.terms import POSITION, TEXT, TYPE, Triple, decimal, french, integer, term

_ESTIMATED_SALARY = term("schema:estimatedSalary")
_SALAIRE = term("mg:Salaire")
_STADE, _DEBUTANT = term("mg:stade"), term("stade:debutant")
_MIN, _MAX = term("schema:minValue"), term("schema:maxValue")
_CURRENCY, _UNIT_TEXT = term("schema:currency"), term("schema:unitText")
_BRUT, _CONDITION = term("mg:brut"), term("mg:condition")
_EUR = Literal("EUR")


def salaire_triples(fiche: Fiche, metier: NamedNode) -> Iterator[Triple]:
    """Yield a node a line of « Salaire du débutant »."""
    for position, salaire in enumerate(salaires(fiche), 1):
        node = iris.salaire(fiche.id, position)
        yield metier, _ESTIMATED_SALARY, node
        yield node, TYPE, _SALAIRE
        yield node, POSITION, integer(position)
        yield node, TEXT, french(salaire.texte)
        yield node, _STADE, _DEBUTANT
        if salaire.montant:
            yield from _amount(node, salaire.montant)


def _amount(node: NamedNode, montant: Montant) -> Iterator[Triple]:
    yield node, _MIN, decimal(montant.minimum)
    if montant.maximum is not None:
        yield node, _MAX, decimal(montant.maximum)
    yield node, _CURRENCY, _EUR
    yield node, _UNIT_TEXT, Literal(montant.unite)
    if montant.brut:
        yield node, _BRUT, Literal(True)
    if montant.condition:
        yield node, _CONDITION, french(montant.condition)
