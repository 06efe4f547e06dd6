"""Conflicts between editions of a fiche: what `check`, the manifest and the pages count.

`queries/api/conflits*.rq` say the same in SPARQL, of the graphs of fiches. What another source, or
the fiche of another métier, says of a métier in passing is no side of a conflict.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from pyoxigraph import Literal, NamedNode

from loader.corpus.corpus import EditionFiche
from loader.model import iris
from loader.model.rdf_terms import HEADLINE, PASSAGE, RUBRIQUE, TEXT, term
from loader.records import Fiche
from loader.triples import fiche_triples

_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "skos:prefLabel": "titre",
        "mg:feminin": "appellation au féminin",
        "mg:masculin": "appellation au masculin",
        "mg:autreAppellation": "autres appellations",
        "mg:romeV3": "codes ROME",
        "mg:niveauAcces": "niveau d'accès",
        "mg:formation": "formations",
        "mg:statut": "statuts",
        "mg:centreInteret": "centres d'intérêt",
        "mg:secteur": "secteurs",
        "mg:transverse": "métier transverse",
        "skos:related": "métiers associés",
        "schema:subjectOf": "publications",
        "mg:lien": "liens",
    }
)
_LINKS: Final = "mg:lien"
_FIELDS: Final = MappingProxyType({term(key): key for key in _NAMES if key != _LINKS})
_URL: Final = term("schema:url")
_Values = Mapping[str, set[object]]


def find_conflicts(fiches: Iterable[EditionFiche[Fiche]]) -> dict[str, list[str]]:
    """Return the métiers whose fiches disagree, by field, the field with the most first."""
    editions: dict[str, list[Fiche]] = defaultdict(list)
    for entry in fiches:
        editions[entry.fiche.id].append(entry.fiche)
    found: dict[str, list[str]] = defaultdict(list)
    for id_ in sorted(editions, key=lambda id_: (len(id_), id_)):
        for key in conflicts(editions[id_]):
            found[key].append(id_)
    return {key: found[key] for key in sorted(found, key=lambda key: (-len(found[key]), key))}


def conflicts(editions: Sequence[Fiche]) -> list[str]:
    """Return the fields that editions of one fiche state otherwise.

    A field is a property of the métier (`mg:formation`), or a rubrique of its fiche
    (`rubrique:en-bref`) whose values are its headings and texts. What the graph takes for one
    value is one: spellings of a label, the order of a list. A field that only one edition has is
    no conflict: the view keeps it.
    """
    if len(editions) < 2:
        return []
    said = [_stated(fiche) for fiche in editions]
    keys = dict.fromkeys(key for each in said for key in each)
    return [key for key in keys if _differ([each[key] for each in said if key in each])]


def field_name(key: str) -> str:
    """Return what a field is called in French."""
    return _NAMES.get(key) or f"texte de {key.partition(':')[2]}"


def _differ(values: Sequence[set[object]]) -> bool:
    return any(each != values[0] for each in values[1:])


def _stated(fiche: Fiche) -> _Values:
    metier = iris.metier(fiche.id)
    links = iris.lien(fiche.id, 0).value[:-1]
    found: dict[str, set[object]] = defaultdict(set)
    rubriques: dict[NamedNode, str] = {}
    passages: dict[NamedNode, NamedNode] = {}
    texts: dict[NamedNode, list[Literal]] = defaultdict(list)
    for subject, predicate, object_ in fiche_triples(fiche):
        if subject == metier and predicate in _FIELDS:
            found[_FIELDS[predicate]].add(object_)
        elif predicate == _URL and subject.value.startswith(links):
            found[_LINKS].add(object_)
        elif predicate == RUBRIQUE:
            rubriques[subject] = f"rubrique:{object_.value.rpartition('/')[2]}"
        elif predicate == PASSAGE and isinstance(object_, NamedNode):
            passages[object_] = subject
        elif predicate in (HEADLINE, TEXT) and isinstance(object_, Literal):
            texts[subject].append(object_)
    for passage, section in passages.items():
        found[rubriques[section]].update(texts[passage])
    return found
