import re
from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from loader.model import iris
from loader.model.rdf_terms import BROADER, NOTATION, PREF_LABEL, TYPE, french, term
from loader.records.fap import Echelon, Famille, PassageRome, TableFap
from loader.sources import fap
from loader.sources.documents import Document, read_documents
from loader.triples.fap import fap_triples
from ontology import base

TABLES = (
    TableFap(
        familles=(
            Famille("A", "Ciel", Echelon.DOMAINE),
            Famille("A0Z", "Tisseurs", Echelon.AGREGEE, "A"),
            Famille("A0Z40", "Tisseurs de nuages", Echelon.DETAILLEE, "A0Z"),
        )
    ),
    TableFap(
        passages=(
            PassageRome("A0Z40", "A1101"),
            PassageRome("A0Z40", "A1103", ("0", "9")),
            PassageRome("A0Z41", "A1103", ("2",)),
        )
    ),
)
RELATED_MATCH = term("skos:relatedMatch")
QUALIFICATION = term("mg:qualification")


def test_families_are_said_with_their_levels() -> None:
    triples = list(fap_triples(TABLES))
    node = NamedNode(f"{base()}id/fap/A0Z40")
    assert [(p, o) for s, p, o in triples if s == node][:7] == [
        (TYPE, term("mg:FamilleProfessionnelle")),
        (TYPE, term("skos:Concept")),
        (term("skos:inScheme"), term("nomenclature:fap-2009")),
        (NOTATION, Literal("A0Z40")),
        (PREF_LABEL, french("Tisseurs de nuages")),
        (term("mg:echelon"), french("famille professionnelle détaillée")),
        (BROADER, NamedNode(f"{base()}id/fap/A0Z")),
    ]
    assert max(Counter(triples).values()) == 1


def test_every_code_that_leads_to_a_family_is_related_to_it() -> None:
    related = [(s, o) for s, p, o in fap_triples(TABLES) if p == RELATED_MATCH]
    assert related == [
        (iris.fap("A0Z40"), iris.rome_v3("A1101")),
        (iris.fap("A0Z40"), iris.rome_v3("A1103")),
        (iris.fap("A0Z41"), iris.rome_v3("A1103")),
    ]


def test_a_condition_keeps_family_code_and_digits_together() -> None:
    triples = list(fap_triples(TABLES))
    node = NamedNode(f"{base()}id/fap/A0Z40/rome/A1103")
    assert [(p, o) for s, p, o in triples if s == node] == [
        (TYPE, term("mg:PassageFap")),
        (term("mg:famille"), iris.fap("A0Z40")),
        (term("mg:codeRomeV3"), iris.rome_v3("A1103")),
        (QUALIFICATION, Literal("0")),
        (QUALIFICATION, Literal("9")),
    ]
    assert iris.fap_passage("A0Z40", "A1101") not in {s for s, _, _ in triples}


def test_a_passage_stands_without_the_labels() -> None:
    triples = list(fap_triples(TABLES[1:]))
    for node, type_, code in (
        (iris.fap("A0Z41"), "mg:FamilleProfessionnelle", "A0Z41"),
        (iris.rome_v3("A1103"), "mg:CodeRome", "A1103"),
    ):
        assert triples.count((node, TYPE, term(type_))) == 1
        assert (node, NOTATION, Literal(code)) in triples


def test_the_same_records_say_the_same_in_the_same_order() -> None:
    assert list(fap_triples(TABLES)) == list(fap_triples(TABLES))


@pytest.mark.corpus
def test_every_real_pair_is_said(corpus_folder: Path) -> None:
    tables, texts = [], []
    for name in ("intitule_fap2009.txt", "passage_fap2009_romev3.txt"):
        (found,) = read_documents(corpus_folder / "crosswalks" / name)
        assert isinstance(found, Document)
        tables.append(fap.read(found)[0])
        texts.append(found.text("windows-1252"))
    triples = set(fap_triples(tables))
    # the publisher's own lines, split here without the reader: keys, then one family
    pairs = [
        (key, family)
        for keys, family in re.findall(r'^("[A-N]\d{4}.*?)=\s*"(\w{5})"', texts[1], re.MULTILINE)
        for key in re.findall(r"[A-N]\d{4,5}", keys)
    ]
    assert Counter(len(key) for key, _ in pairs) == {5: 331, 6: 2010}
    for key, family in pairs:
        assert (iris.fap(family), RELATED_MATCH, iris.rome_v3(key[:5])) in triples
        condition = (iris.fap_passage(family, key[:5]), QUALIFICATION, Literal(key[5:]))
        assert (condition in triples) == (len(key) == 6)
    count = Counter(predicate for _, predicate, _ in triples)
    assert count[RELATED_MATCH] == len({(key[:5], family) for key, family in pairs}) == 750
    assert count[QUALIFICATION] == 2010
    assert count[PREF_LABEL] == 339
    assert count[BROADER] == 338
    named = {s for s, p, _ in triples if p == PREF_LABEL}
    assert {s for s, p, _ in triples if p == RELATED_MATCH} <= named
