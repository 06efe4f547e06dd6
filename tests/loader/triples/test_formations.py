from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from loader.model.rdf_terms import term
from loader.records.formations import Formation, TypeFormation
from loader.sources import formations_xml, ideo_metiers, table_passage
from loader.sources.fiche_markdown import read_fiche
from loader.triples.formations import formations_triples
from tests.loader.sources.leaves import FORMATION_PARTS, unsaid
from tests.loader.sources.onisep_exports import FORMATIONS, document, document_at
from tests.loader.triples.curies import curie, said

ONISEP = Path("onisep")
EXPORT = ONISEP / "Onisep_Ideo_Fiches_Formations_25062024.xml"
TRIPLES = list(formations_triples(formations_xml.read(document(FORMATIONS))[0]))
SAID = said(TRIPLES)


@pytest.mark.parametrize(
    ("predicate", "object_"),
    [
        ("rdf:type", "mg:Formation"),
        ("rdf:type", "skos:Concept"),
        ("skos:inScheme", "nomenclature:formations"),
        ("skos:notation", "FOR.9001"),
        ("skos:prefLabel", "CAP tissage de nuages option brume@fr"),
        ("skos:altLabel", "TNB@fr"),
        ("mg:libelleGenerique", "CAP tissage de nuages@fr"),
        ("mg:typeOption", "option@fr"),
        ("mg:libelleSpecifique", "brume@fr"),
        ("mg:typeFormation", "certificat du ciel@fr"),
        ("mg:typeFormationCourt", "CAP court@fr"),
        ("mg:typeFormationSigle", "CAP@fr"),
        ("mg:codeScolarite", "99X00001"),
        ("mg:codeNiveau", "99X"),
        ("mg:duree", "2 ans@fr"),
        ("schema:url", "https://ciel.example/cap?a=1&b=2@anyURI"),
        ("dct:description", "On y apprend à tisser.\n\n- le gris\n- le blanc@fr"),
        ("mg:descriptifAcces", "Entrer\n\nPar la porte\nou la fenêtre@fr"),
        ("mg:descriptifPoursuite", "On peut monter plus haut.@fr"),
        ("mg:attendus", "Lever les yeux.@fr"),
        ("mg:nsf", "240"),
        ("mg:nsf", "S"),
        ("mg:specialite", "id/nsf/240"),
        ("mg:niveauCertification", "niveau 3 (niveau CAP)@fr"),
        ("mg:niveauSortie", "niveau:cap-ou-equivalent"),
        ("mg:premiereSession", "2021@gYear"),
        ("mg:derniereSession", "2031@gYear"),
        ("mg:natureCertificat", "Diplôme du ciel@fr"),
        ("mg:natureCertificat", "Label de la brume@fr"),
        ("mg:elementEnseignement", "vent du nord@fr"),
        ("mg:tutelle", "Ministère des nuages@fr"),
        ("mg:debouche", "metier:MET.9001"),
        ("schema:subjectOf", "publication:9780000000001"),
        ("mg:lien", "for:FOR.9001/lien/1"),
        ("mg:poursuite", "for:FOR.9001/poursuite/1"),
        ("mg:domaineOnisep", "id/domaine-onisep/ciel-generalites"),
        ("dct:created", "2020-06-06@date"),
        ("dct:modified", "2024-05-17@date"),
    ],
)
def test_a_formation_says(predicate: str, object_: str) -> None:
    assert ("for:FOR.9001", predicate, object_) in SAID


@pytest.mark.parametrize(
    "fact",
    [
        ("niveau:cap-ou-equivalent", "rdf:type", "mg:Niveau"),
        ("niveau:cap-ou-equivalent", "skos:prefLabel", "CAP ou équivalent@fr"),
        ("niveau:cap-ou-equivalent", "skos:notation", "REF.413"),
        ("id/nsf/240", "rdf:type", "mg:SpecialiteNsf"),
        ("id/nsf/240", "skos:inScheme", "nomenclature:nsf"),
        ("id/nsf/240", "skos:notation", "240"),
        ("id/nsf/S", "skos:prefLabel", "Produire@fr"),
        ("id/domaine-onisep/ciel-generalites", "rdf:type", "mg:DomaineOnisep"),
        ("id/domaine-onisep/ciel-generalites", "skos:prefLabel", "ciel (généralités)@fr"),
        ("id/domaine-onisep/ciel-generalites", "skos:notation", "T-IDEO2.9001"),
        ("id/domaine-onisep/ciel-generalites", "skos:inScheme", "nomenclature:domaines-onisep"),
        ("for:FOR.9001/poursuite/1", "rdf:type", "mg:Poursuite"),
        ("for:FOR.9001/poursuite/1", "mg:typePoursuite", "sous condition de vent@fr"),
        ("for:FOR.9001/poursuite/1", "mg:formationVisee", "bac pro averses@fr"),
        ("for:FOR.9001/lien/1", "rdf:type", "mg:Lien"),
        ("for:FOR.9001/lien/1", "schema:url", "http://nuages.example/ fr@anyURI"),
        ("publication:9780000000001", "rdf:type", "schema:Book"),
        ("publication:9780000000001", "schema:name", "Le ciel pour tous@fr"),
        ("publication:9780000000001", "schema:isbn", "9780000000001"),
        ("publication:9780000000001", "schema:publisher", "Éditions du vent"),
        ("publication:9780000000001", "schema:datePublished", "2020@gYear"),
        ("publication:9780000000001", "mg:collection", "Hauteurs@fr"),
        ("metier:MET.9001", "rdf:type", "mg:Metier"),
        ("metier:MET.9001", "rdf:type", "schema:Occupation"),
        ("metier:MET.9001", "skos:inScheme", "nomenclature:metiers"),
        ("metier:MET.9001", "skos:notation", "MET.9001"),
        ("metier:MET.9001", "skos:prefLabel", "tisseur/euse de nuages@fr"),
        ("metier:MET.9001", "mg:feminin", "tisseuse de nuages@fr"),
        ("metier:MET.9001", "mg:masculin", "tisseur de nuages@fr"),
        ("metier:MET.9001", "skos:altLabel", "cardeur/euse de brume@fr"),
        ("metier:MET.9001", "skos:altLabel", "cardeuse de brume@fr"),
        (
            "metier:MET.9001",
            "mg:autreAppellation",
            "metier:MET.9001/appellation/cardeur-euse-de-brume",
        ),
        (
            "metier:MET.9001/appellation/cardeur-euse-de-brume",
            "mg:masculin",
            "cardeur de brume@fr",
        ),
    ],
)
def test_what_a_formation_names_is_said_too(fact: tuple[str, str, str]) -> None:
    assert fact in SAID


def test_a_title_is_no_other_name_of_its_metier() -> None:
    assert ("metier:MET.9001", "skos:altLabel", "tisseur/euse de nuages@fr") not in SAID


def test_a_sigle_that_is_the_label_is_no_other_label() -> None:
    same = Formation("FOR.1", "INSA", TypeFormation(None, None, None), sigle="INSA")
    assert ("for:FOR.1", "skos:altLabel", "INSA@fr") not in said(list(formations_triples([same])))


def test_a_formation_that_says_little_has_few_triples() -> None:
    assert {fact[1:] for fact in SAID if fact[0] == "for:FOR.9002"} == {
        ("rdf:type", "mg:Formation"),
        ("rdf:type", "skos:Concept"),
        ("skos:inScheme", "nomenclature:formations"),
        ("skos:notation", "FOR.9002"),
        ("skos:prefLabel", "école de la pluie@fr"),
        ("mg:typeFormation", "école@fr"),
    }


def test_triples_come_in_the_same_order_each_once() -> None:
    again = list(formations_triples(formations_xml.read(document(FORMATIONS))[0]))
    assert again == TRIPLES
    assert len(set(TRIPLES)) == len(TRIPLES)


def test_every_text_of_the_export_is_said() -> None:
    assert unsaid(FORMATIONS.encode(), TRIPLES, FORMATION_PARTS) == []


@pytest.mark.corpus
def test_every_text_of_the_real_export_is_said(corpus_folder: Path) -> None:
    real = document_at(corpus_folder / EXPORT)
    formations, _ = formations_xml.read(real)
    triples = list(formations_triples(formations))
    assert unsaid(real.data, triples, FORMATION_PARTS) == []
    subjects = Counter(
        (curie(predicate), curie(object_))
        for _, predicate, object_ in triples
        if predicate == term("rdf:type")
    )
    assert subjects["rdf:type", "mg:Formation"] == 2164
    assert subjects["rdf:type", "mg:Metier"] == 826
    assert subjects["rdf:type", "mg:Lien"] == 423
    assert subjects["rdf:type", "schema:Book"] == 49
    assert subjects["rdf:type", "mg:DomaineOnisep"] == 131
    assert subjects["rdf:type", "mg:Niveau"] == 12
    predicates = Counter(curie(predicate) for _, predicate, _ in set(triples))
    assert predicates["mg:debouche"] == 5934
    assert predicates["mg:codeScolarite"] == 1617
    assert predicates["mg:domaineOnisep"] == 7004
    assert predicates["mg:natureCertificat"] == 2743
    assert predicates["dct:modified"] == 2164


@pytest.mark.corpus
def test_levels_and_metiers_are_known(corpus_folder: Path) -> None:
    formations, problems = formations_xml.read(document_at(corpus_folder / EXPORT))
    assert problems == []
    assert {each.niveau.id for each in formations if each.niveau} == {
        f"REF.{n}" for n in (404, 410, 411, 412, 413, 415, 420, 421, 422, 423, 424, 426)
    }


@pytest.mark.corpus
def test_formations_named_by_all_sources(corpus_folder: Path) -> None:
    folder = corpus_folder / ONISEP
    formations, _ = formations_xml.read(document_at(corpus_folder / EXPORT))
    table = document_at(folder / "table_de_passage_codes_certifications_et_formations.xml")
    rows, _ = table_passage.read(table)
    described = {formation.id for formation in formations}
    related = {row.formation.id for row in rows if row.formation}
    recommended = set()
    for path in (folder / "fiches").glob("*.md"):
        fiche, _ = read_fiche(path.read_text("utf-8"), path.name)
        recommended |= {each.id for each in (fiche.formations if fiche else None) or ()}
    export = etree.parse(folder / "Onisep_Ideo_Fiches_metiers_25062024.xml")
    old = {each.text for each in export.iterfind(".//formation_min_requise/id")}
    assert len(recommended) == 2206
    assert len(recommended & described) == 1342
    assert len(recommended & related) == 1730
    assert len(recommended - described - related) == 238
    assert len(described | related | recommended | old) == 4474


@pytest.mark.corpus
def test_metiers_named_by_all_sources(corpus_folder: Path) -> None:
    folder = corpus_folder / ONISEP
    rows, _ = ideo_metiers.read(document_at(folder / "ideo-metiers_onisep.xml"))
    named = {row.metier.id for row in rows}
    sheets = {path.stem for path in (folder / "fiches").glob("*.md")}
    export = etree.parse(folder / "Onisep_Ideo_Fiches_metiers_25062024.xml")
    old = {each.text for each in export.iterfind("./metier/identifiant")}
    assert (len(rows), len(named)) == (1489, 1043)
    assert sheets <= named
    assert len(named | old) == 1046
