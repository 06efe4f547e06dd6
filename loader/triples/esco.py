"""Triples of ESCO occupations and ISCO groups, and of what leads to them from ROME."""

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode

from loader.model import iris
from loader.model.rdf_terms import (
    ALT_LABEL,
    BROADER,
    FEMININ,
    IN_SCHEME,
    MASCULIN,
    NOTATION,
    PREF_LABEL,
    TYPE,
    Triple,
    french,
    moment,
    term,
)
from loader.records import Paire
from loader.records.esco import (
    ProfessionEsco,
    RelationEsco,
    TableEsco,
    TableEscoRome,
    TextesEsco,
)

_CONCEPT = term("skos:Concept")
_PROFESSION_TYPES = (term("mg:ProfessionEsco"), term("schema:Occupation"), _CONCEPT)
_GROUPE_TYPES = (term("mg:GroupeIsco"), _CONCEPT)
_APPELLATION_TYPES = (term("mg:AppellationRome"), _CONCEPT)
_PROFESSIONS, _ISCO = term("nomenclature:esco-occupations"), term("nomenclature:isco-08")
_DESCRIPTION = term("dct:description")
_HIDDEN_LABEL = term("skos:hiddenLabel")
_DEFINITION, _SCOPE_NOTE = term("skos:definition"), term("skos:scopeNote")
_CODE = term("mg:codeEsco")
_MODIFIED, _REGLEMENTE = term("dct:modified"), term("mg:emploiReglemente")
_RELATIONS = {relation: term(f"skos:{relation}") for relation in RelationEsco}

_FEMININE_ENDINGS = (
    ("", "e"), ("eur", "rice"), ("r", "se"), ("", "ne"), ("er", "ère"), ("", "le"), ("f", "ve"),
    ("", "sse"), ("r", "use"), ("", "fe"), ("et", "ète"), ("c", "que"), ("au", "lle"),
)  # fmt: skip


def esco_rome_triples(tables: Iterable[TableEscoRome]) -> Iterator[Triple]:
    """Yield the relations, from the appellation to the occupation, and the label of each end.

    No relation is inverted or closed. The first label met is the preferred one; another wording
    of it is a hidden label. The preamble makes no triple.
    """
    labels: dict[NamedNode, str] = {}
    for row in (row for table in tables for row in table.correspondances):
        appellation, profession = iris.appellation_rome(row.ogr), iris.publisher_iri(row.profession)
        if appellation not in labels:
            for type_ in _APPELLATION_TYPES:
                yield appellation, TYPE, type_
            yield appellation, NOTATION, Literal(row.ogr)
        yield from _label_triples(labels, appellation, row.appellation)
        if profession not in labels:
            yield from _profession_triples(profession, row.libelle_profession)
        yield from _label_triples(labels, profession, row.libelle_profession)
        yield appellation, _RELATIONS[row.relation], profession


def _label_triples(labels: dict[NamedNode, str], node: NamedNode, label: str) -> Iterator[Triple]:
    first = labels.get(node)
    if first is None:
        labels[node] = label
        yield node, PREF_LABEL, french(label)
    elif first != label:
        yield node, _HIDDEN_LABEL, french(label)


def esco_triples(tables: Iterable[TableEsco]) -> Iterator[Triple]:
    """Yield the triples of the files of one edition of ESCO, under the IRIs that ESCO publishes.

    An occupation is below its ISCO group and below what the table of broader things names. Texts
    are in the language of their file; only a French label is parted into its two forms.
    """
    for table in tables:
        for profession in table.professions:
            node = iris.publisher_iri(profession.iri)
            textes = profession.textes
            yield from _profession_triples(node, textes.libelle if textes.langue == "fr" else "")
            yield from _text_triples(node, textes)
            yield from _fact_triples(node, profession)
            yield node, BROADER, iris.isco(profession.groupe)
        for groupe in table.groupes:
            node = iris.publisher_iri(groupe.iri)
            for type_ in _GROUPE_TYPES:
                yield node, TYPE, type_
            yield node, IN_SCHEME, _ISCO
            yield node, NOTATION, Literal(groupe.code)
            yield from _text_triples(node, groupe.textes)
        for lien in table.liens:
            yield iris.publisher_iri(lien.iri), BROADER, iris.publisher_iri(lien.plus_large)


def _profession_triples(node: NamedNode, label: str) -> Iterator[Triple]:
    for type_ in _PROFESSION_TYPES:
        yield node, TYPE, type_
    yield node, IN_SCHEME, _PROFESSIONS
    if pair := gendered_pair(label):
        yield node, FEMININ, french(pair.feminin or "")
        yield node, MASCULIN, french(pair.masculin or "")


def _text_triples(node: NamedNode, textes: TextesEsco) -> Iterator[Triple]:
    language = textes.langue
    yield node, PREF_LABEL, Literal(textes.libelle, language=language)
    for label in textes.autres_libelles:
        yield node, ALT_LABEL, Literal(label, language=language)
    for label in textes.libelles_caches:
        yield node, _HIDDEN_LABEL, Literal(label, language=language)
    for predicate, text in (
        (_DESCRIPTION, textes.description),
        (_DEFINITION, textes.definition),
        (_SCOPE_NOTE, textes.note),
    ):
        if text:
            yield node, predicate, Literal(text, language=language)


def _fact_triples(node: NamedNode, profession: ProfessionEsco) -> Iterator[Triple]:
    if profession.code:
        yield node, _CODE, Literal(profession.code)
    if profession.modification:
        yield node, _MODIFIED, moment(profession.modification)
    if profession.reglementee is not None:
        yield node, _REGLEMENTE, Literal(profession.reglementee)


def gendered_pair(label: str) -> Paire | None:
    """Return the two forms of « directeur technique/directrice technique », else None.

    The label must be two forms of as many words, parted by its one slash, masculine first as ESCO
    writes them. Each word of the second must be that of the first, or its feminine by one of the
    regular endings; at least one is. « gouvernantes/intendants à domicile », « maïeuticien/
    sage-femme » and misspelt forms are in doubt, and left alone.
    """
    masculin, _, feminin = (part.strip() for part in label.partition("/"))
    if "/" in feminin or len(masculin.split()) != len(feminin.split()):
        return None
    ones, others = (form.replace("-", " ").split() for form in (masculin, feminin))
    changed = [pair for pair in zip(ones, others, strict=False) if pair[0] != pair[1]]
    if len(ones) == len(others) and changed and all(_is_feminine(*pair) for pair in changed):
        return Paire(feminin, masculin)
    return None


def _is_feminine(masculin: str, feminin: str) -> bool:
    return any(
        len(masculin) - len(ending) > 1
        and masculin.endswith(ending)
        and feminin == masculin.removesuffix(ending) + replaced
        for ending, replaced in _FEMININE_ENDINGS
    )
