"""Conflicts between editions of a fiche: what `check`, the manifest and the pages count.

`queries/api/conflits*.rq` say the same in SPARQL, of the graphs of fiches. What another source, or
the fiche of another métier, says of a métier in passing is no side of a conflict.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from pyoxigraph import Literal, NamedNode

from loader.corpus.corpus import EditionFiche
from loader.model import iris
from loader.model.rdf_terms import HEADLINE, PASSAGE, RUBRIQUE, SECTION, TEXT, URL, term
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
        "schema:estimatedSalary": "salaire",
        "mg:parcours": "parcours d'études",
        "mg:voieAcces": "voies d'accès",
    }
)
_PARTS: Final[Mapping[str, Sequence[NamedNode]]] = MappingProxyType(
    {
        "mg:lien": (URL,),
        "schema:estimatedSalary": (TEXT,),
        "mg:parcours": tuple(map(term, ("mg:depart", "mg:anneesMin", "mg:anneesMax"))),
        "mg:voieAcces": tuple(map(term, ("mg:niveau", "mg:depart"))),
    }
)
"""Fields whose values are parts of the métier, and what is compared of each.

Two editions give such a part one IRI, made of its rank: it is what they say of it that differs.
The amounts of a pay and its condition are read in its text, and differ with it.
"""
_FIELDS: Final = MappingProxyType({term(key): key for key in _NAMES})
_Values = Mapping[str, set[object]]
_Said = Mapping[NamedNode | Literal, Mapping[NamedNode, Sequence[NamedNode | Literal]]]


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
    value is one: spellings of a label, the order of a list. A pay is one
    value, whatever differs of it. A field that only one edition has is
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
    said = _said(fiche)
    found: dict[str, set[object]] = defaultdict(set)
    for predicate, objects in said[iris.metier(fiche.id)].items():
        if key := _FIELDS.get(predicate):
            compared = _PARTS.get(key)
            found[key].update(_parts(said, objects, compared) if compared else objects)
    for section in said[iris.fiche(fiche.id)].get(SECTION, ()):
        rubrique = said[section][RUBRIQUE][0].value.rpartition("/")[2]
        for passage in said[section].get(PASSAGE, ()):
            for predicate in (HEADLINE, TEXT):
                found[f"rubrique:{rubrique}"].update(said[passage].get(predicate, ()))
    return found


def _said(fiche: Fiche) -> _Said:
    found: dict[NamedNode | Literal, dict[NamedNode, list[NamedNode | Literal]]] = {}
    for subject, predicate, object_ in fiche_triples(fiche):
        found.setdefault(subject, {}).setdefault(predicate, []).append(object_)
    return found


def _parts(
    said: _Said, parts: Iterable[NamedNode | Literal], compared: Sequence[NamedNode]
) -> Iterator[object]:
    """Yield what is said of all parts, of what is compared."""
    for part in parts:
        yield from ((each, value) for each in compared for value in said[part].get(each, ()))
