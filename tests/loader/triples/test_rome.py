from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from loader.model.rdf_terms import Triple, term
from loader.records.rome import TableRome, Version
from loader.sources import rome_tables
from loader.triples.rome import rome_triples
from ontology import base, graph_files, prefixes
from tests.loader import rome
from tests.loader.rome import tables

_FRENCH = {
    "skos:prefLabel", "skos:altLabel", "skos:definition", "mg:feminin", "mg:masculin",
    "mg:accesEmploi", "mg:conditionsExercice",
}  # fmt: skip


def _curie(node: NamedNode | Literal) -> str:
    if isinstance(node, Literal):
        return node.value
    found = [
        f"{prefix}:{node.value.removeprefix(start)}"
        for prefix, start in prefixes().items()
        if node.value.startswith(start)
    ]
    return min(found, key=len, default=node.value.removeprefix(f"{base()}id/rome/"))


def _said(found: list[TableRome], version: Version) -> set[tuple[str, str, str]]:
    return {(_curie(s), _curie(p), _curie(o)) for s, p, o in rome_triples(found, version)}


@pytest.mark.parametrize(
    "fact",
    [
        ("rome4:A1101", "rdf:type", "mg:CodeRome"),
        ("rome4:A1101", "rdf:type", "skos:Concept"),
        ("rome4:A1101", "skos:inScheme", "nomenclature:rome-v4"),
        ("rome4:A1101", "skos:notation", "A1101"),
        ("rome4:A1101", "skos:prefLabel", "Tailleur / Tailleuse de nuages"),
        ("rome4:A1101", "skos:broader", "rome4:A11"),
        ("rome4:A11", "skos:broader", "rome4:A"),
        ("rome4:A11", "rdf:type", "mg:DomaineRome"),
        ("rome4:A11", "skos:prefLabel", "Les nuages"),
        ("rome4:A", "rdf:type", "mg:GrandDomaineRome"),
        ("rome4:A", "skos:prefLabel", "Le ciel, l'air"),
        ("rome4:A1101", "mg:numeroFiche", "11"),
        ("rome4:A1101", "mg:numeroOgr", "6"),
        ("rome4:A1102", "mg:codeParent", "A1101"),
        ("rome4:A1101", "mg:classeTransitionEcologique", "Emploi Vert"),
        ("rome4:A1101", "mg:transitionNumerique", "true"),
        ("rome4:A1101", "mg:emploiReglemente", "false"),
        ("rome4:A1101", "mg:emploiCadre", "true"),
        ("rome4:A1101", "skos:definition", "Taille.\nRange l'outil."),
        ("rome4:A1101", "mg:accesEmploi", "Sans rien."),
        ("rome4:A1101", "mg:riasecMajeur", "R"),
        ("rome4:A1101", "mg:riasecMineur", "A"),
        ("rome4:A1101", "mg:mobilite", "rome4:A1102"),
        ("rome4:A1101", "schema:itemListElement", "rome4:A1101/mobilite/A1102"),
        ("rome4:A1101/mobilite/A1102", "rdf:type", "schema:ListItem"),
        ("rome4:A1101/mobilite/A1102", "schema:position", "1"),
        ("rome4:A1101/mobilite/A1102", "schema:item", "rome4:A1102"),
        ("ogr:101", "rdf:type", "mg:AppellationRome"),
        ("ogr:101", "skos:inScheme", "nomenclature:rome-v4"),
        ("ogr:101", "skos:notation", "101"),
        ("ogr:101", "skos:prefLabel", "Tailleur / Tailleuse de cumulus"),
        ("ogr:101", "skos:altLabel", "Tailleur(se) de cumulus"),
        ("ogr:101", "mg:feminin", "Tailleuse de cumulus"),
        ("ogr:101", "mg:masculin", "Tailleur de cumulus"),
        ("ogr:101", "skos:broader", "rome4:A1101"),
        ("ogr:101", "mg:classeAppellation", "SYNONYME"),
        ("ogr:101", "mg:peuUsite", "true"),
        ("ogr:101", "mg:codeParent", "A1101"),
        ("ogr:101", "mg:transitionDemographique", "false"),
        ("ogr:102", "mg:origine", "VENT"),
        ("competence/201", "rdf:type", "mg:CompetenceRome"),
        ("competence/201", "skos:inScheme", "nomenclature:rome-competences"),
        ("competence/201", "skos:notation", "201"),
        ("competence/201", "skos:prefLabel", "Tailler"),
        ("competence/201", "skos:broader", "competence/200"),
        ("competence/201", "mg:natureCompetence", "Compétence"),
        ("competence/201", "mg:categorie", "Savoir-faire"),
        ("competence/201", "mg:sousCategorie", "Technique"),
        ("competence/201", "mg:transitionEcologique", "true"),
        ("competence/201", "mg:transitionNumerique", "false"),
        ("competence/201", "mg:origine", "PIX"),
        ("competence/200", "skos:definition", "Un tout."),
        ("competence/200", "mg:codeMacroCompetence", "1A1"),
        ("competence/200", "mg:heterogeneite", "Homogène"),
        ("competence/200", "mg:riasecMajeur", "I"),
        ("savoir/301", "rdf:type", "mg:SavoirRome"),
        ("savoir/301", "mg:sousCategorie", "Ciel"),
        ("contexte/401", "rdf:type", "mg:ContexteRome"),
        ("contexte/401", "skos:prefLabel", "En l'air"),
        ("contexte/401", "mg:codeCategorie", "3"),
        ("contexte/401", "mg:categorie", "Lieux"),
        ("rome4:A1101", "mg:competence", "competence/201"),
        ("rome4:A1101", "mg:coeurMetier", "competence/201"),
        ("rome4:A1101", "mg:savoir", "savoir/301"),
        ("rome4:A1101", "mg:emergent", "savoir/301"),
        ("rome4:A1101", "mg:contexte", "contexte/401"),
        ("centre-interet/1", "rdf:type", "mg:CentreInteretRome"),
        ("centre-interet/1", "skos:definition", "Le ciel.\n\nTout le ciel."),
        ("rome4:A1101", "mg:interetRome", "centre-interet/1"),
        ("rome4:A1101", "mg:interetPrincipal", "centre-interet/1"),
        ("rome4:A1101", "mg:interetRome", "centre-interet/2"),
        ("rome4:A1101", "mg:interetSecondaire", "centre-interet/2"),
    ],
)
def test_an_edition_of_v4_says_its_facts(fact: tuple[str, str, str]) -> None:
    assert fact in _said(tables(rome.V4), 4)


def test_an_edition_of_v3_says_its_facts_and_none_of_v4() -> None:
    said = _said(tables(rome.V3), 3)
    assert said >= {
        ("rome3:A1101", "skos:prefLabel", "Taille d'en haut"),
        ("rome3:A1101", "skos:definition", "Taille."),
        ("rome3:A1101", "mg:accesEmploi", "Sans rien."),
        ("rome3:A1101", "mg:conditionsExercice", "Dehors."),
        ("rome3:A1101", "mg:riasecMajeur", "R"),
        ("rome3:A1101", "skos:broader", "rome3:A11"),
        ("ogr:101", "skos:broader", "rome3:A1101"),
        ("ogr:101", "skos:inScheme", "nomenclature:rome-v3"),
        ("ogr:101", "mg:feminin", "Tailleuse d'altitude"),
    }
    assert not [fact for fact in said if "rome4" in " ".join(fact) or "v4" in fact[2]]


def test_flags_are_said_only_where_the_source_says_them() -> None:
    silent = {predicate for node, predicate, _ in _said(tables(rome.V4), 4) if node == "ogr:102"}
    assert silent == {
        "rdf:type", "skos:inScheme", "skos:notation", "skos:prefLabel", "skos:broader",
        "mg:classeAppellation", "mg:origine", "mg:codeParent", "mg:peuUsite",
    }  # fmt: skip


def test_a_code_that_is_only_named_stands_without_a_label() -> None:
    said = _said(tables([rome.MOBILITES]), 4)
    assert ("rome4:A1102", "rdf:type", "mg:CodeRome") in said
    assert ("rome4:A1102", "skos:broader", "rome4:A11") in said
    assert not [fact for fact in said if fact[1] == "skos:prefLabel"]


def test_things_that_are_only_named_are_typed() -> None:
    said = _said(tables([rome.RIASEC_MACRO, rome.INTERETS_DES_CODES]), 4)
    assert ("competence/200", "rdf:type", "mg:CompetenceRome") in said
    assert ("centre-interet/2", "skos:notation", "2") in said


def test_a_move_without_a_rank_is_a_move() -> None:
    said = _said(tables([rome.MOBILITES.replace('"1"', '""')]), 4)
    assert ("rome4:A1101", "mg:mobilite", "rome4:A1102") in said
    assert not [fact for fact in said if fact[1] == "schema:itemListElement"]


def test_of_a_table_given_twice_the_first_is_said() -> None:
    other = rome.CODES.replace("nuages", "vents")
    said = _said(tables([rome.CODES, other]), 4)
    assert {o for s, p, o in said if (s, p) == ("rome4:A1101", "skos:prefLabel")} == {
        "Tailleur / Tailleuse de nuages"
    }


def test_a_domaine_has_one_label() -> None:
    other = rome.ARBORESCENCE.replace("Les nuages", "Le gris")
    said = _said(tables([other, rome.DOMAINES]), 4)
    assert [o for s, p, o in said if (s, p) == ("rome4:A11", "skos:prefLabel")] == ["Les nuages"]


def _whole() -> list[Triple]:
    v3 = list(rome_triples(tables(rome.V3), 3))
    return [*v3, *rome_triples(tables([*rome.V4, rome.ARBORESCENCE]), 4)]


def test_order_of_the_files_changes_nothing_and_no_triple_comes_twice() -> None:
    found = tables(rome.V4)
    triples = list(rome_triples(found, 4))
    assert triples == list(rome_triples(found[::-1], 4))
    assert max(Counter(triples).values()) == 1


def test_prose_is_french_and_all_else_is_plain_or_typed() -> None:
    for _, predicate, value in _whole():
        if isinstance(value, Literal):
            assert (value.language == "fr") == (_curie(predicate) in _FRENCH), predicate


def test_every_own_term_is_in_the_vocabulary() -> None:
    vocabulary = graph_files()["metiers.ttl"]
    named = {_curie(node) for triple in _whole() for node in triple if isinstance(node, NamedNode)}
    for curie in named:
        if curie.startswith("mg:"):
            assert f"\n{curie} a owl:" in vocabulary, curie


def test_nothing_names_an_edition_or_a_file() -> None:
    for subject, _, value in _whole():
        assert "csv" not in f"{subject} {value}"


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("name", "version", "triples", "counts"),
    [
        ("v458", 4, 500640, {
            "mg:CodeRome": 1056, "mg:DomaineRome": 110, "mg:GrandDomaineRome": 14,
            "mg:AppellationRome": 12107, "mg:CompetenceRome": 11346, "mg:SavoirRome": 10233,
            "mg:ContexteRome": 150, "mg:CentreInteretRome": 30, "schema:ListItem": 10442,
        }),
        ("v460", 4, 587146, {
            "mg:CodeRome": 1584, "mg:DomaineRome": 110, "mg:GrandDomaineRome": 14,
            "mg:AppellationRome": 13120, "mg:CompetenceRome": 18317, "mg:SavoirRome": 15354,
            "mg:ContexteRome": 179, "mg:CentreInteretRome": 30, "schema:ListItem": 14912,
        }),
        ("v347", 3, 102666, {
            "mg:CodeRome": 532, "mg:DomaineRome": 110, "mg:GrandDomaineRome": 14,
            "mg:AppellationRome": 10990,
        }),
    ],
)  # fmt: skip
def test_published_editions_are_said_whole(
    corpus_folder: Path, name: str, version: Version, triples: int, counts: dict[str, int]
) -> None:
    read = (rome_tables.read(file)[0] for file in rome.files(corpus_folder / f"rome/rome_{name}"))
    found = list(rome_triples([each for each in read if each], version))
    assert len(set(found)) == len(found) == triples
    kinds = Counter(o for _, p, o in found if p == term("rdf:type"))
    del kinds[term("skos:Concept")]
    assert kinds == {term(curie): number for curie, number in counts.items()}


@pytest.mark.corpus
def test_every_link_of_v458_is_said(corpus_folder: Path) -> None:
    folder = corpus_folder / "rome/rome_v458"
    read = (rome_tables.read(file)[0] for file in rome.files(folder))
    said = Counter(p for _, p, _ in rome_triples([each for each in read if each], 4))
    published = Counter(row["coeur_metier"] for row in rome.cells(folder, "coherence_item"))
    links = sum(said[term(f"mg:{name}")] for name in ("competence", "savoir", "contexte"))
    assert links == published.total() == 65744
    assert said[term("mg:coeurMetier")] == published["Principale"]
    assert said[term("mg:emergent")] == published["Émergente"]
    interests = Counter(
        row["principal"] for row in rome.cells(folder, "arborescence_centre_interet")
    )
    assert said[term("mg:interetPrincipal")] == interests["oui"]
    assert said[term("mg:interetSecondaire")] == interests["non"]
