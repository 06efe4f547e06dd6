"""MELO, French part (ROME titles to names of ESCO occupations), by its corpus and judgments alone.

Source: Retyk et al., MELO benchmark, 2024. Nothing of a release is read, the official mapping least
of all: the index is built from the names of the corpus, the first of each occupation its own.
"""

import random
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Store

from loader.model.rdf_terms import ALT_LABEL, PREF_LABEL, TYPE, term
from loader.search import build_index
from ontology.words import tokens
from server.reconciliation.candidates import Candidate, find_candidates
from server.reconciliation.query_batch import ReconciliationQuery
from server.releases.layout import INDEX_FILE
from server.search.index import SearchIndex
from tests.conftest import MORE

__all__ = ["FOLDER", "MeloFigures", "measure"]

FOLDER: Final = MORE / "melo-fra"
_SEED: Final = 7
_CANDIDATES: Final = 20
_THING: Final = "https://example.org/"


@dataclass(frozen=True)
class MeloFigures:
    """How often a right name is first, and among five; the mean average precision.

    Candidates are occupations, each by its likeliest name: of those are `first` and `five`. `map`
    is of all names, those of an occupation one after the other.
    """

    queries: int
    first: float
    five: float
    map: float


def measure(folder: Path = FOLDER) -> Mapping[str, MeloFigures]:
    """Return the figures of the half of the queries that weights were tuned on, of the rest."""
    judged: dict[str, set[str]] = defaultdict(set)
    for query, _, element, _ in _rows(folder / "annotations.tsv"):
        judged[query].add(element)
    elements = _rows(folder / "corpus_elements.tsv")
    by_thing: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for element, name in elements:
        by_thing[_thing(element)].append((" ".join(tokens(name)), element))
    with tempfile.TemporaryDirectory() as built:
        build_index(_store(elements), Path(built))
        index = SearchIndex(Path(built, INDEX_FILE))
        queries = list(_rows(folder / "queries.tsv"))
        random.Random(_SEED).shuffle(queries)
        found = [
            (judged[query], [_elements(each, by_thing) for each in _candidates(index, text)])
            for query, text in queries
        ]
    half = -(-len(found) // 2)
    parts = {"tuned": found[:half], "others": found[half:], "all": found}
    return {name: _figures(part) for name, part in parts.items()}


def _candidates(index: SearchIndex, text: str) -> Sequence[Candidate]:
    return find_candidates(index, ReconciliationQuery([text], types=["esco"], limit=_CANDIDATES))


def _elements(
    candidate: Candidate, by_thing: Mapping[str, Sequence[tuple[str, str]]]
) -> Sequence[str]:
    """Return the elements of a candidate, the one by which it was found first."""
    matched = " ".join(tokens(candidate.matched))
    names = by_thing[candidate.thing.iri]
    return [element for _, element in sorted(names, key=lambda each: each[0] != matched)]


def _figures(found: Sequence[tuple[set[str], Sequence[Sequence[str]]]]) -> MeloFigures:
    size = len(found)
    return MeloFigures(
        size,
        sum(any(each[0] in right for each in ranked[:1]) for right, ranked in found) / size,
        sum(any(each[0] in right for each in ranked[:5]) for right, ranked in found) / size,
        sum(_precision(right, list(chain(*ranked))) for right, ranked in found) / size,
    )


def _precision(right: set[str], ranked: Sequence[str]) -> float:
    """Return the average precision of a ranking."""
    places = [n for n, element in enumerate(ranked, 1) if element in right]
    return sum(hits / place for hits, place in enumerate(places, 1)) / len(right)


def _store(elements: Sequence[Sequence[str]]) -> Store:
    """Return the names as a graph; the first of an occupation is its own."""
    store = Store()
    for element, name in elements:
        thing = NamedNode(_thing(element))
        own = element.endswith("_000")
        label = Literal(name, language="fr")
        store.add(Quad(thing, TYPE, term("mg:ProfessionEsco")))
        store.add(Quad(thing, PREF_LABEL if own else ALT_LABEL, label))
    return store


def _thing(element: str) -> str:
    return _THING + element.partition("_")[0]


def _rows(path: Path) -> Sequence[Sequence[str]]:
    return [line.split("\t") for line in path.read_text("utf-8").splitlines()]
