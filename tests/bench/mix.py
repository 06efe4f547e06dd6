"""What the site is asked, and how often: the weights first, then the queries.

Every query is asked in two ways: *repeated*, the same text each time, and *new*, whose text nobody
has sent before (another term, and a number in a last comment, which no engine reads).
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

import pyoxigraph as ox

__all__ = ["KINDS", "LIGHT", "MIX", "WEIGHTS", "Asked", "questions"]

WEIGHTS: Final[Mapping[str, int]] = {
    "look-up": 40,
    "neighbourhood": 30,
    "join": 15,
    "facet": 10,
    "aggregate": 4,
    "dump": 1,
}
"""Of a hundred questions, how many are of each kind."""
KINDS: Final = tuple(WEIGHTS)
LIGHT: Final = ("look-up", "look-up", "neighbourhood")
"""What is asked while a bomb runs."""
MIX: Final = "mix"

_ROUNDS: Final = 10
"""The mix is a list of so many hundreds, each in an order that is drawn once."""
_PREFIXES: Final = """\
PREFIX mg: <https://w3id.org/metiers-graphe/ontology#>
PREFIX schema: <http://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX stade: <https://w3id.org/metiers-graphe/id/stade/>
"""
_SHAPES: Final[Mapping[str, tuple[str, ...]]] = {
    "look-up": ("SELECT ?label { METIER skos:prefLabel ?label }",),
    "neighbourhood": (
        """SELECT ?relation ?target ?label
        { METIER ?relation ?target OPTIONAL { ?target skos:prefLabel ?label } }""",
    ),
    "join": (
        """SELECT ?formation ?other ?name ?level {
          METIER mg:formation ?formation .
          ?other mg:formation ?formation ; skos:prefLabel ?name ; mg:niveauAcces ?niveau .
          ?niveau skos:prefLabel ?level
        }""",
        """SELECT ?metier ?code ?name {
          ?metier mg:formation FORMATION ; mg:romeV3 ?code .
          ?code skos:broader ?domain . ?domain skos:prefLabel ?name
        }""",
    ),
    "facet": (
        """SELECT ?niveau ?name (COUNT(?metier) AS ?count) {
          ?metier mg:centreInteret INTERET ; mg:niveauAcces ?niveau .
          ?niveau skos:prefLabel ?name
        } GROUP BY ?niveau ?name""",
        """SELECT ?statut (COUNT(?metier) AS ?count)
        { ?metier mg:centreInteret INTERET ; mg:statut ?statut } GROUP BY ?statut""",
    ),
    "aggregate": (
        "SELECT ?class (COUNT(?s) AS ?count) { ?s a ?class } GROUP BY ?class ORDER BY DESC(?count)",
        """SELECT ?formation ?name (COUNT(?metier) AS ?count) {
          ?metier mg:formation ?formation . ?formation skos:prefLabel ?name
        } GROUP BY ?formation ?name ORDER BY DESC(?count) ?name LIMIT 50""",
        """SELECT ?level (COUNT(?metier) AS ?count) (AVG(?least) AS ?mean) {
          { SELECT ?metier (MIN(?amount) AS ?least) {
            ?metier schema:estimatedSalary ?salary .
            ?salary mg:stade stade:debutant ; schema:minValue ?amount ; mg:brut true .
          } GROUP BY ?metier }
          ?metier mg:niveauAcces ?niveau . ?niveau skos:prefLabel ?level
        } GROUP BY ?level""",
    ),
    "dump": ("SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 50000",),
}
_TERMS: Final = {
    "METIER": "SELECT DISTINCT ?x { ?x mg:niveauAcces ?y }",
    "FORMATION": "SELECT DISTINCT ?x { ?y mg:formation ?x }",
    "INTERET": "SELECT DISTINCT ?x { ?y mg:centreInteret ?x }",
}


@dataclass(frozen=True)
class Asked:
    """Questions of one kind, as the ends of addresses; a number may follow each of them."""

    kind: str
    ends: tuple[str, ...]

    @property
    def repeated(self) -> tuple[str, ...]:
        """The few that are asked again and again."""
        return self.ends[: 100 if self.kind == MIX else 1]


def questions(release: Path) -> dict[str, Asked]:
    """Return the questions to a release, by kind; "mix" is all of them by their weights."""
    store = ox.Store.read_only(str(release / "store"))
    chance = random.Random(2026)
    found = {kind: Asked(kind, tuple(_ends(store, kind, chance))) for kind in KINDS}
    mixed: list[str] = []
    for turn in range(_ROUNDS):
        hundred = [
            found[kind].ends[(turn * weight + number) % len(found[kind].ends)]
            for kind, weight in WEIGHTS.items()
            for number in range(weight)
        ]
        chance.shuffle(hundred)
        mixed += hundred
    found[MIX] = Asked(MIX, tuple(mixed))
    light = [found[kind].ends[number] for number in range(500) for kind in LIGHT]
    found["light"] = Asked("light", tuple(light))
    return found


def _ends(store: ox.Store, kind: str, chance: random.Random) -> list[str]:
    ends = []
    for shape in _SHAPES[kind]:
        name = next((name for name in _TERMS if name in shape), "")
        for term in _terms(store, name) if name else [""]:
            query = _PREFIXES + (shape.replace(name, term) if name else shape)
            ends.append(f"?query={quote(query)}%0A%23")
    chance.shuffle(ends)
    return ends


def _terms(store: ox.Store, name: str) -> list[str]:
    found = store.query(_PREFIXES + _TERMS[name])
    assert isinstance(found, ox.QuerySolutions)
    return sorted(str(row["x"]) for row in found if isinstance(row["x"], ox.NamedNode))
