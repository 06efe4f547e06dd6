"""Triples of one fiche: facts on the métier, wording and order on the document."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from loader.facts.salaires import salaires
from loader.model import iris
from loader.model.rdf_terms import (
    ALT_LABEL,
    AUTRE_APPELLATION,
    CENTRE_INTERET,
    FEMININ,
    FICHE,
    FORMATION,
    IN_SCHEME,
    MASCULIN,
    METIER_TYPES,
    METIERS,
    NIVEAU_ACCES,
    NOTATION,
    POSITION,
    PREF_LABEL,
    ROME_V3,
    STATUT,
    TEXT,
    TYPE,
    Triple,
    decimal,
    french,
    integer,
    term,
)
from loader.records import Appellation, Fiche, Montant, Paire
from loader.triples.list_items import list_triples
from loader.triples.prose import prose_triples
from loader.triples.xml_only_facts import relation_triples

_ESTIMATED_SALARY = term("schema:estimatedSalary")
_SALAIRE = term("mg:Salaire")
_STADE, _DEBUTANT = term("mg:stade"), term("stade:debutant")
_MIN, _MAX = term("schema:minValue"), term("schema:maxValue")
_CURRENCY, _UNIT_TEXT = term("schema:currency"), term("schema:unitText")
_BRUT, _CONDITION = term("mg:brut"), term("mg:condition")
_EUR = Literal("EUR")

_FICHE_TYPE = term("mg:Fiche")
_APPELLATION_TYPE = term("mg:Appellation")
_ABOUT = term("schema:about")


def fiche_triples(fiche: Fiche) -> list[Triple]:
    """Return the triples of a fiche on its métier and on itself, about 250.

    Labels of the codes that it names are elsewhere: `reference_triples`.
    """
    metier, document = iris.metier(fiche.id), iris.fiche(fiche.id)
    appellations = appellation_iris(fiche)
    found: list[Triple] = [(metier, TYPE, type_) for type_ in METIER_TYPES]
    found += (
        (metier, IN_SCHEME, METIERS),
        (metier, NOTATION, Literal(fiche.id)),
        (metier, PREF_LABEL, french(fiche.titre)),
        (metier, FICHE, document),
        (document, TYPE, _FICHE_TYPE),
        (document, _ABOUT, metier),
    )
    if fiche.appellations:
        found += pair_triples(metier, fiche.appellations)
    for autre, node in dict(
        zip(fiche.autres_appellations or (), appellations, strict=True)
    ).items():
        found += (
            (metier, AUTRE_APPELLATION, node),
            (node, TYPE, _APPELLATION_TYPE),
            (node, PREF_LABEL, french(autre.titre)),
        )
        found += pair_triples(node, autre.paire)
    found += ((metier, ALT_LABEL, french(form)) for form in other_forms(fiche))
    found += _code_triples(fiche, metier)
    found += list_triples(fiche, appellations)
    found += prose_triples(fiche, metier)
    found += _salaire_triples(fiche, metier)
    found += relation_triples(fiche, metier)
    return found


def other_forms(fiche: Fiche) -> list[str]:
    """Return every form of the métier's name but its title, each once, in the sheet's order."""
    pairs = [fiche.appellations or Paire()]
    forms: list[str | None] = []
    for autre in fiche.autres_appellations or ():
        pairs.append(autre.paire)
        forms.append(autre.titre)
    forms += (form for pair in pairs for form in (pair.feminin, pair.masculin))
    return [form for form in dict.fromkeys(forms) if form and form != fiche.titre]


def appellation_iris(fiche: Fiche) -> list[NamedNode]:
    """Return the IRI of each other appellation; equal ones share theirs, homonyms do not."""
    named: dict[Appellation, NamedNode] = {}
    taken: set[NamedNode] = set()
    for autre in fiche.autres_appellations or ():
        homonym = 1
        while autre not in named:
            node = iris.appellation(fiche.id, autre.titre, homonym)
            if node not in taken:
                named[autre] = node
                taken.add(node)
            homonym += 1
    return [named[autre] for autre in fiche.autres_appellations or ()]


def pair_triples(subject: NamedNode, pair: Paire) -> Iterator[Triple]:
    """Yield the feminine and the masculine form of a title, those that are given."""
    if pair.feminin:
        yield subject, FEMININ, french(pair.feminin)
    if pair.masculin:
        yield subject, MASCULIN, french(pair.masculin)


def _code_triples(fiche: Fiche, metier: NamedNode) -> Iterator[Triple]:
    if fiche.niveau:
        yield metier, NIVEAU_ACCES, iris.concept_by_label("niveau", fiche.niveau.libelle)
    for code in dict.fromkeys(fiche.codes_rome or ()):
        yield metier, ROME_V3, iris.rome_v3(code)
    for formation in dict.fromkeys(fiche.formations or ()):
        yield metier, FORMATION, iris.formation(formation.id)
    for statut in dict.fromkeys(fiche.statuts or ()):
        yield metier, STATUT, iris.concept_by_label("statut", statut.libelle)
    for interet in dict.fromkeys(fiche.interets or ()):
        yield metier, CENTRE_INTERET, iris.concept_by_label("interet", interet.libelle)


def _salaire_triples(fiche: Fiche, metier: NamedNode) -> Iterator[Triple]:
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
