"""Ways from what has a code to métiers: the relations that are followed, one after another.

And the scheme of its code: both are told by the folder of its IRI.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Final

from pyoxigraph import Store

from loader.model.rdf_terms import term
from loader.model.solutions import text_rows
from ontology import base
from ontology.mappings import MAPPINGS
from queries import find

__all__ = ["Ways", "folder_of", "scheme_of"]

_OF_FORMATION: Final = ("^mg:formation", "mg:debouche")
_OF_NUMBER: Final = (("mg:codeRncp",), ("^mg:codeRncp",), ("", "^mg:certification"), _OF_FORMATION)
_BY_CODE: Final = (("skos:broader",), ("^mg:romeV3",))
_BY_ESCO: Final = (tuple(f"^skos:{name}" for name in MAPPINGS), *_BY_CODE)
_WAYS: Final[Mapping[str, Sequence[Sequence[str]]]] = {
    "metier": (),
    "formation": (_OF_FORMATION,),
    "certification": _OF_NUMBER,
    "rncp": _OF_NUMBER,
    "nsf": (("^mg:specialite",), _OF_FORMATION),
    "rome/v3": (("^mg:romeV3",),),
    "rome/v4": (("^skos:broader",), *_BY_CODE),
    "rome/appellation": _BY_CODE,
    "fap": (("skos:relatedMatch",), ("^mg:romeV3",)),
    "esco/occupation": _BY_ESCO,
    "esco/isco": (("^skos:broader",), *_BY_ESCO),
}
"""By folder of IRIs, the steps to the métiers: any of a step's relations.

« ^ » is a relation the other way, and the empty one stays where it is."""
_SCHEMES: Final[Mapping[str, str]] = {
    "rome/v3": "rome-v3",
    "rome/v4": "rome-v4",
    "rome/appellation": "ogr",
    "rome/competence": "ogr",
    "rome/savoir": "ogr",
    "rome/contexte": "ogr",
    "esco/occupation": "esco",
    "esco/isco": "isco-08",
    "fap": "fap-2009",
    "rncp": "rncp",
    "nsf": "nsf",
    "metier": "met",
    "formation": "for",
}
"""By folder of IRIs, the scheme of the notations."""
_ESCO: Final = "http://data.europa.eu/esco/"


def folder_of(iri: str) -> str:
    """Return the folder under which an IRI names a thing: `rome/v3`, `esco/occupation`."""
    return _path_of(iri.rpartition("/")[0])


@lru_cache(4096)
def _path_of(folder: str) -> str:
    """Return the path under which a folder of IRIs is ours, or ESCO's; empty for another's."""
    start = f"{base()}id/"
    if folder.startswith(_ESCO):
        return f"esco/{folder.removeprefix(_ESCO)}"
    return folder.removeprefix(start) if folder.startswith(start) else ""


def scheme_of(iri: str) -> str:
    """Return the scheme of the code that a thing has, empty where it has none that is resolved."""
    return _SCHEMES.get(folder_of(iri), "")


class Ways:
    """The ways through the view of a store; each relation is read once, when it is first taken."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, Mapping[str, Sequence[str]]] = {}

    def metiers_of(self, iri: str) -> Mapping[str, int]:
        """Return the métiers behind a thing, and by how many ways each is reached."""
        if folder_of(iri) not in _WAYS:
            return {}
        found = self.follow((iri,), _WAYS[folder_of(iri)])
        return {each: ways for each, ways in found.items() if folder_of(each) == "metier"}

    @staticmethod
    def steps_of(iri: str) -> str:
        """Return the steps from a thing to its métiers, as a path of SPARQL writes them."""
        return "/".join(map(_written, _WAYS.get(folder_of(iri), ())))

    def follow(self, iris: Iterable[str], steps: Sequence[Sequence[str]]) -> Mapping[str, int]:
        """Return where some steps lead to, and by how many ways."""
        found = dict.fromkeys(iris, 1)
        for step in steps:
            after: dict[str, int] = {}
            for iri, ways in found.items():
                for reached in {each for name in step for each in self._reached(iri, name)}:
                    after[reached] = after.get(reached, 0) + ways
            found = after
        return found

    def _reached(self, iri: str, name: str) -> Sequence[str]:
        return self.edges(name).get(iri, ()) if name else (iri,)

    def edges(self, name: str) -> Mapping[str, Sequence[str]]:
        """Return what a relation ties each thing to."""
        if name not in self._known:
            relation, back = term(name.removeprefix("^")), name.startswith("^")
            edges: dict[str, list[str]] = defaultdict(list)
            rows = islice(text_rows(self._store, find("codes/relation"), relation), 1, None)
            for _, one, other in rows:
                edges[other if back else one].append(one if back else other)
            self._known[name] = edges
        return self._known[name]


def _written(step: Sequence[str]) -> str:
    """Return a step as a path of SPARQL writes it: one that may be left out has a « ? »."""
    path = "|".join(filter(None, step))
    if "" in step:
        return f"({path})?"
    return f"({path})" if len(step) > 1 else path
