"""Records of a diff: kinds of things, changes with their fields, tallies."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from pyoxigraph import NamedNode

from loader.model.rdf_terms import term


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


def _kind(name: str, plural: str, *classes: str, start: str = "") -> ComparedKind:
    return ComparedKind(
        name, plural, tuple(map(term, classes)), term(f"{start}:").value if start else ""
    )


METIER: Final = _kind("metier", "métiers", "mg:Metier", start="metier")
_ABOVE: Final = ("mg:DomaineRome", "mg:GrandDomaineRome")
_TERMS: Final = ("owl:Ontology", "owl:Class", "owl:ObjectProperty", "owl:DatatypeProperty")
KINDS: Final = (
    METIER,
    _kind("rome-v3", "codes ROME V3", "mg:CodeRome", start="rome3"),
    _kind("domaine-v3", "domaines ROME V3", *_ABOVE, start="rome3"),
    _kind("rome-v4", "codes ROME V4", "mg:CodeRome", start="rome4"),
    _kind("domaine-v4", "domaines ROME V4", *_ABOVE, start="rome4"),
    _kind("appellation-rome", "appellations ROME", "mg:AppellationRome"),
    _kind("competence-rome", "compétences ROME", "mg:CompetenceRome"),
    _kind("savoir-rome", "savoirs ROME", "mg:SavoirRome"),
    _kind("contexte-rome", "contextes de travail ROME", "mg:ContexteRome"),
    _kind("interet-rome", "centres d'intérêt ROME", "mg:CentreInteretRome"),
    _kind("formation", "formations", "mg:Formation"),
    _kind("certification", "certifications", "mg:Certification"),
    _kind("domaine-onisep", "domaines de l'Onisep", "mg:DomaineOnisep"),
    _kind("nsf", "spécialités NSF", "mg:SpecialiteNsf"),
    _kind("gfe", "groupes formation-emploi", "mg:GroupeFormationEmploi"),
    _kind("publication", "publications", "schema:Book"),
    _kind("fap", "familles professionnelles", "mg:FamilleProfessionnelle"),
    _kind("passage-fap", "passages du ROME aux familles", "mg:PassageFap"),
    _kind("profession-esco", "professions ESCO", "mg:ProfessionEsco"),
    _kind("groupe-isco", "groupes ISCO", "mg:GroupeIsco"),
    _kind("niveau", "niveaux", "mg:Niveau"),
    _kind("statut", "statuts", "mg:Statut"),
    _kind("interet", "centres d'intérêt", "mg:CentreInteret"),
    _kind("secteur", "secteurs", "mg:Secteur"),
    _kind("rubrique", "rubriques", "mg:Rubrique"),
    _kind("stade", "stades de carrière", "mg:Stade"),
    _kind("nomenclature", "nomenclatures", "skos:ConceptScheme"),
    _kind("terme", "termes du vocabulaire", *_TERMS),
    _kind("edition", "éditions des sources", "dcat:Dataset"),
)
