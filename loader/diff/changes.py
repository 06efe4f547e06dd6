"""Records of a diff: kinds of things, changes with their fields, tallies."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from pyoxigraph import NamedNode

from loader.model.rdf_terms import term
from server.releases.kind_names import KIND_NAMES


@dataclass(frozen=True, slots=True)
class ComparedKind:
    """Things of some classes whose IRIs start alike; `plural` is their name in French."""

    name: str
    plural: str
    classes: tuple[NamedNode, ...]
    start: str = ""


class State(StrEnum):
    """What happened to a thing; values are those of the JSON document."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class FieldValue:
    """A value as a reader sees it; `iri` is there where it is a thing with an IRI of its own."""

    text: str
    iri: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What one field has in one release only: `before` in the older one, `after` in the newer.

    `field` is a predicate (`mg:formation`), or a section of a fiche (`rubrique:nature-travail`)
    whose values are its lines; `name` is what it is called in French.
    """

    field: str
    name: str
    before: tuple[FieldValue, ...]
    after: tuple[FieldValue, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A thing that one release has and the other has not, or has otherwise (`fields`).

    `label` is its newer name, where it still has one.
    """

    kind: str
    state: State
    iri: str
    label: str
    fields: tuple[FieldChange, ...] = ()


@dataclass(slots=True)
class Tally:
    """Counts changes as they go by."""

    states: Counter[tuple[str, State]] = field(default_factory=Counter)
    fields: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def add(self, change: Change) -> None:
        """Count a change."""
        self.states[change.kind, change.state] += 1
        for each in change.fields:
            self.fields[change.kind, each.field, each.name] += 1

    def kinds(self) -> list[dict[str, Any]]:
        """Return the counts of each kind that changed, the fields that changed most first."""
        return [
            {
                "kind": kind.name,
                "name": kind.plural,
                **{state.value: self.states[kind.name, state] for state in State},
                "fields": self._fields(kind.name),
            }
            for kind in KINDS
            if any(self.states[kind.name, state] for state in State)
        ]

    def _fields(self, kind: str) -> list[dict[str, Any]]:
        found = [(-n, key, name) for (of, key, name), n in self.fields.items() if of == kind]
        return [{"field": key, "name": name, "changed": -n} for n, key, name in sorted(found)]


def _kind(name: str, *classes: str, start: str = "") -> ComparedKind:
    beginning = term(f"{start}:").value if start else ""
    return ComparedKind(name, KIND_NAMES[name], tuple(map(term, classes)), beginning)


METIER: Final = _kind("metier", "mg:Metier", start="metier")
_ABOVE: Final = ("mg:DomaineRome", "mg:GrandDomaineRome")
_TERMS: Final = ("owl:Ontology", "owl:Class", "owl:ObjectProperty", "owl:DatatypeProperty")
KINDS: Final = (
    METIER,
    _kind("rome-v3", "mg:CodeRome", start="rome3"),
    _kind("domaine-v3", *_ABOVE, start="rome3"),
    _kind("rome-v4", "mg:CodeRome", start="rome4"),
    _kind("domaine-v4", *_ABOVE, start="rome4"),
    _kind("appellation-rome", "mg:AppellationRome"),
    _kind("competence-rome", "mg:CompetenceRome"),
    _kind("savoir-rome", "mg:SavoirRome"),
    _kind("contexte-rome", "mg:ContexteRome"),
    _kind("interet-rome", "mg:CentreInteretRome"),
    _kind("formation", "mg:Formation"),
    _kind("certification", "mg:Certification"),
    _kind("domaine-onisep", "mg:DomaineOnisep"),
    _kind("fiche-rncp", "mg:FicheRncp"),
    _kind("formacode", "mg:Formacode"),
    _kind("nsf", "mg:SpecialiteNsf"),
    _kind("gfe", "mg:GroupeFormationEmploi"),
    _kind("publication", "schema:Book"),
    _kind("fap", "mg:FamilleProfessionnelle"),
    _kind("passage-fap", "mg:PassageFap"),
    _kind("profession-esco", "mg:ProfessionEsco"),
    _kind("groupe-isco", "mg:GroupeIsco"),
    _kind("niveau", "mg:Niveau"),
    _kind("statut", "mg:Statut"),
    _kind("interet", "mg:CentreInteret"),
    _kind("secteur", "mg:Secteur"),
    _kind("rubrique", "mg:Rubrique"),
    _kind("stade", "mg:Stade"),
    _kind("nomenclature", "skos:ConceptScheme"),
    _kind("terme", *_TERMS),
    _kind("edition", "dcat:Dataset"),
)
