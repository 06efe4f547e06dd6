from collections import Counter
from pathlib import Path

import pytest

from loader.sources import ideo_metiers
from loader.triples.ideo_metiers import ideo_triples
from tests.loader.sources.leaves import IDEO_PARTS, unsaid
from tests.loader.sources.onisep_exports import IDEO, document, document_at
from tests.loader.triples.curies import curie, said

EXPORT = Path("onisep/ideo-metiers_onisep.xml")
TRIPLES = list(ideo_triples(ideo_metiers.read(document(IDEO))[0]))
SAID = said(TRIPLES)


@pytest.mark.parametrize(
    "fact",
    [
        ("metier:MET.9001", "rdf:type", "mg:Metier"),
        ("metier:MET.9001", "skos:inScheme", "nomenclature:metiers"),
        ("metier:MET.9001", "skos:notation", "MET.9001"),
        ("metier:MET.9001", "skos:prefLabel", "tisseur / tisseuse de nuages@fr"),
        ("metier:MET.9001", "schema:url", "https://ciel.example/slug/MET.9001@anyURI"),
        ("metier:MET.9001", "mg:gfe", "id/gfe/V"),
        ("metier:MET.9001", "mg:romeV3", "rome3:L9901"),
        ("metier:MET.9001", "mg:romeV3", "rome3:A15"),
        ("metier:MET.9001", "mg:domaineOnisep", "id/domaine-onisep/nuages"),
        ("metier:MET.9001", "mg:domaineOnisep", "id/domaine-onisep/grand-air"),
        ("metier:MET.9001", "schema:subjectOf", "publication:9780000000001"),
        ("metier:MET.9001", "schema:subjectOf", "publication:les-metiers-du-vent-2021"),
        ("metier:MET.9002", "mg:domaineOnisep", "id/domaine-onisep/arts-ciel"),
        ("publication:9780000000001", "schema:name", "Le ciel pour tous@fr"),
        ("publication:les-metiers-du-vent-2021", "rdf:type", "schema:Book"),
        ("publication:les-metiers-du-vent-2021", "schema:datePublished", "2021@gYear"),
        ("id/gfe/V", "rdf:type", "mg:GroupeFormationEmploi"),
        ("id/gfe/V", "skos:inScheme", "nomenclature:gfe"),
        ("id/gfe/V", "skos:notation", "V"),
        ("id/gfe/V", "skos:prefLabel", "GFE V : ciel,  nuages@fr"),
        ("rome3:L9901", "rdf:type", "mg:CodeRome"),
        ("rome3:L9901", "skos:inScheme", "nomenclature:rome-v3"),
        ("rome3:L9901", "skos:notation", "L9901"),
        ("rome3:L9901", "skos:prefLabel", "Tissage@fr"),
        ("rome3:L9901", "rdfs:seeAlso", "https://rome.example/L9901"),
        ("rome3:A15", "rdf:type", "mg:DomaineRome"),
        ("id/domaine-onisep/nuages", "rdf:type", "mg:DomaineOnisep"),
        ("id/domaine-onisep/nuages", "skos:broader", "id/domaine-onisep/arts-ciel"),
        ("id/domaine-onisep/arts-ciel", "skos:prefLabel", "arts, ciel@fr"),
        ("id/domaine-onisep/arts-ciel", "skos:inScheme", "nomenclature:domaines-onisep"),
    ],
)
def test_a_row_says(fact: tuple[str, str, str]) -> None:
    assert fact in SAID


def test_a_metier_without_publication_has_no_book() -> None:
    assert ("metier:MET.9002", "schema:subjectOf") not in {fact[:2] for fact in SAID}
    assert not any("pas de publication" in fact[2] for fact in SAID)


def test_a_widest_field_has_nothing_above() -> None:
    assert ("id/domaine-onisep/arts-ciel", "skos:broader") not in {fact[:2] for fact in SAID}


def test_triples_come_in_the_same_order() -> None:
    assert list(ideo_triples(ideo_metiers.read(document(IDEO))[0])) == TRIPLES


def test_every_text_of_the_table_is_said() -> None:
    assert unsaid(IDEO.encode(), TRIPLES, IDEO_PARTS) == []


@pytest.mark.corpus
def test_every_text_of_the_real_table_is_said(corpus_folder: Path) -> None:
    real = document_at(corpus_folder / EXPORT)
    triples = set(ideo_triples(ideo_metiers.read(real)[0]))
    assert unsaid(real.data, triples, IDEO_PARTS) == []
    kinds = Counter(curie(o) for _, p, o in triples if curie(p) == "rdf:type")
    assert kinds["mg:Metier"] == 1043
    assert kinds["schema:Book"] == 63
    assert kinds["mg:GroupeFormationEmploi"] == 20
    assert kinds["mg:DomaineOnisep"] == 148
    assert kinds["mg:CodeRome"] + kinds["mg:DomaineRome"] == len(
        {o for _, p, o in triples if curie(p) == "mg:romeV3"}
    )
    assert Counter(curie(p) for _, p, _ in triples)["schema:subjectOf"] == 1189
