from collections import Counter
from pathlib import Path

import pytest

from loader.sources import table_passage
from loader.triples.table_passage import certifications_triples
from tests.loader.sources.leaves import TABLE_PARTS, unsaid
from tests.loader.sources.onisep_exports import TABLE, document, document_at
from tests.loader.triples.curies import curie, said

EXPORT = Path("onisep/table_de_passage_codes_certifications_et_formations.xml")
TRIPLES = list(certifications_triples(table_passage.read(document(TABLE))[0]))
SAID = said(TRIPLES)
FIRST = "id/certification/900001"


@pytest.mark.parametrize(
    "fact",
    [
        (FIRST, "rdf:type", "mg:Certification"),
        (FIRST, "rdf:type", "skos:Concept"),
        (FIRST, "skos:inScheme", "nomenclature:certifications"),
        (FIRST, "skos:notation", "900001"),
        (FIRST, "skos:prefLabel", "CAP tisseur de nuages, gris@fr"),
        (FIRST, "mg:eqf", "eqf:3"),
        (FIRST, "mg:typeDiplome", "Certificat du ciel@fr"),
        (FIRST, "mg:certifiante", "true@boolean"),
        (FIRST, "mg:codeRncp", "90001"),
        (FIRST, "mg:codeScolarite", "99X00001"),
        (FIRST, "mg:intituleRncp", "Tisseur de nuages@fr"),
        (FIRST, "mg:enregistrementRncp", "Enregistrement de droit@fr"),
        (FIRST, "mg:libelleMinistere", "TISSAGE DE NUAGES@fr"),
        (FIRST, "mg:evolution", "identique@fr"),
        ("for:FOR.9001", "rdf:type", "mg:Formation"),
        ("for:FOR.9001", "rdf:type", "skos:Concept"),
        ("for:FOR.9001", "skos:inScheme", "nomenclature:formations"),
        ("for:FOR.9001", "skos:notation", "FOR.9001"),
        ("for:FOR.9001", "skos:prefLabel", "CAP tissage de nuages option brume@fr"),
        ("for:FOR.9001", "mg:certification", FIRST),
        ("for:FOR.9001", "mg:certification", "id/certification/900002"),
        ("for:FOR.9001", "mg:codeCertifInfo", "900001"),
        ("for:FOR.9001", "mg:codeCertifInfo", "900002"),
        ("for:FOR.9001", "mg:codeRncp", "90002"),
        ("for:FOR.9001", "mg:codeScolarite", "99X00001"),
        ("for:FOR.9001", "mg:eqf", "eqf:3"),
        ("id/certification/900003", "mg:certifiante", "false@boolean"),
    ],
)
def test_a_row_says(fact: tuple[str, str, str]) -> None:
    assert fact in SAID


def test_codes_stay_with_their_certification() -> None:
    codes = {fact[0]: fact[2] for fact in SAID if fact[1] == "mg:codeRncp" and fact[0] != "for:"}
    assert codes["id/certification/900001"] == "90001"
    assert codes["id/certification/900002"] == "90002"


def test_a_certification_without_formation_stands_alone() -> None:
    assert not [fact for fact in SAID if fact[2] == "id/certification/900003"]


def test_a_level_that_is_not_stated_is_no_statement() -> None:
    assert ("id/certification/900003", "mg:eqf") not in {fact[:2] for fact in SAID}


def test_triples_come_in_the_same_order() -> None:
    assert list(certifications_triples(table_passage.read(document(TABLE))[0])) == TRIPLES


def test_every_text_of_the_table_is_said() -> None:
    assert unsaid(TABLE.encode(), TRIPLES, TABLE_PARTS) == []


@pytest.mark.corpus
def test_every_text_of_the_real_table_is_said(corpus_folder: Path) -> None:
    real = document_at(corpus_folder / EXPORT)
    triples = set(certifications_triples(table_passage.read(real)[0]))
    assert unsaid(real.data, triples, TABLE_PARTS) == []
    kinds = Counter(curie(o) for _, p, o in triples if curie(p) == "rdf:type")
    assert kinds["mg:Certification"] == 4902
    assert kinds["mg:Formation"] == 3263
    of_certifications = Counter(
        curie(p) for s, p, _ in triples if curie(s).startswith("id/certification/")
    )
    assert of_certifications["mg:codeRncp"] == of_certifications["mg:intituleRncp"] == 4840
    assert of_certifications["mg:codeScolarite"] == 3407
    assert of_certifications["mg:eqf"] == 4868
    assert Counter(curie(p) for _, p, _ in triples)["mg:certification"] == 3283
