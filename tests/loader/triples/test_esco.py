import csv
from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from loader.model import iris
from loader.model.rdf_terms import (
    ALT_LABEL,
    BROADER,
    FEMININ,
    PREF_LABEL,
    TYPE,
    Triple,
    french,
    moment,
    term,
)
from loader.records import Paire
from loader.records.esco import (
    Correspondance,
    GroupeIsco,
    LienEsco,
    ProfessionEsco,
    RelationEsco,
    TableEsco,
    TableEscoRome,
    TextesEsco,
)
from loader.sources import esco, esco_rome
from loader.sources.documents import Document, read_documents
from loader.triples.esco import esco_rome_triples, esco_triples, gendered_pair
from ontology import base

ESCO = "http://data.europa.eu/esco/occupation/00000000-0000-4000-8000-00000000000"
ISCO = "http://data.europa.eu/esco/isco/C"
TABLE = TableEscoRome(
    (("Mapping project version", "V9.2"),),
    (
        Correspondance("101", "Tisseur de nuages gris", RelationEsco.BROAD, f"{ESCO}1", "tisseur"),
        Correspondance("102", "Tisseur", RelationEsco.EXACT, f"{ESCO}1", "tisseur"),
        Correspondance("103", "Métier à brume", RelationEsco.CLOSE, f"{ESCO}1", "tiseur"),
        Correspondance(
            "103", "Métier à brume", RelationEsco.NARROW, f"{ESCO}2", "brumeur/brumeuse"
        ),
    ),
)
FILES = (
    TableEsco(
        professions=(
            ProfessionEsco(
                f"{ESCO}1",
                "2166",
                TextesEsco("fr", "tisseur", ("fileur",), ("tiseur",), "Il tisse."),
                "2166.1",
                "2022-07-05T14:42:21.456Z",
                True,
            ),
            ProfessionEsco(f"{ESCO}2", "2166", TextesEsco("fr", "brumeur/brumeuse")),
        )
    ),
    TableEsco(
        groupes=(
            GroupeIsco(
                f"{ISCO}2166",
                "2166",
                TextesEsco("fr", "Nuages", ("Gris",), description="Tous."),
            ),
        )
    ),
    TableEsco(liens=(LienEsco(f"{ESCO}2", f"{ESCO}1"), LienEsco(f"{ISCO}2166", f"{ISCO}216"))),
)


def _said(triples: list[Triple]) -> set[tuple[str, str, str]]:
    def short(node: NamedNode | Literal) -> str:
        value = node.value.removeprefix(f"{base()}id/").rpartition("/occupation/")[2]
        return value if isinstance(node, Literal) else value.rpartition("#")[2]

    return {(short(s), short(p).rpartition("/")[2], short(o)) for s, p, o in triples}


def test_a_relation_reads_from_the_appellation_to_the_occupation() -> None:
    triples = list(esco_rome_triples([TABLE]))
    relations = [
        (s.value, p.value.partition("#")[2], o.value)
        for s, p, o in triples
        if p.value.endswith("Match")
    ]
    ogr = f"{base()}id/rome/appellation/"
    assert relations == [
        (f"{ogr}101", "broadMatch", f"{ESCO}1"),
        (f"{ogr}102", "exactMatch", f"{ESCO}1"),
        (f"{ogr}103", "closeMatch", f"{ESCO}1"),
        (f"{ogr}103", "narrowMatch", f"{ESCO}2"),
    ]


def test_both_ends_are_typed_and_named_once() -> None:
    triples = list(esco_rome_triples([TABLE]))
    said = _said(triples)
    assert max(Counter(triples).values()) == 1
    assert {
        ("rome/appellation/101", "type", "AppellationRome"),
        ("rome/appellation/101", "type", "Concept"),
        ("rome/appellation/101", "notation", "101"),
        ("rome/appellation/101", "prefLabel", "Tisseur de nuages gris"),
    } <= said
    first, second = (f"{ESCO}{n}".rpartition("/")[2] for n in (1, 2))
    assert (first, "type", "ProfessionEsco") in said
    assert (second, "masculin", "brumeur") in said
    assert (second, "feminin", "brumeuse") in said
    labels = [(p, o) for s, p, o in sorted(said) if s == first and p.endswith("Label")]
    assert labels == [("hiddenLabel", "tiseur"), ("prefLabel", "tisseur")]


def test_the_files_of_esco_say_all_they_hold() -> None:
    triples = list(esco_triples(FILES))
    assert max(Counter(triples).values()) == 1
    first, second = NamedNode(f"{ESCO}1"), NamedNode(f"{ESCO}2")
    groupe = NamedNode(f"{ISCO}2166")
    for triple in (
        (first, TYPE, term("mg:ProfessionEsco")),
        (first, TYPE, term("schema:Occupation")),
        (first, term("skos:inScheme"), term("nomenclature:esco-occupations")),
        (first, PREF_LABEL, french("tisseur")),
        (first, ALT_LABEL, french("fileur")),
        (first, term("skos:hiddenLabel"), french("tiseur")),
        (first, term("dct:description"), french("Il tisse.")),
        (first, term("mg:codeEsco"), Literal("2166.1")),
        (first, term("mg:emploiReglemente"), Literal(True)),
        (first, term("dct:modified"), moment("2022-07-05T14:42:21.456Z")),
        (first, BROADER, groupe),
        (second, FEMININ, french("brumeuse")),
        (second, BROADER, groupe),
        (second, BROADER, first),
        (groupe, TYPE, term("mg:GroupeIsco")),
        (groupe, term("skos:inScheme"), term("nomenclature:isco-08")),
        (groupe, term("skos:notation"), Literal("2166")),
        (groupe, PREF_LABEL, french("Nuages")),
        (groupe, ALT_LABEL, french("Gris")),
        (groupe, term("dct:description"), french("Tous.")),
        (groupe, BROADER, NamedNode(f"{ISCO}216")),
    ):
        assert triple in triples


def test_other_languages_say_the_same_things_of_the_same_iris() -> None:
    weaver = TextesEsco("en", "weaver/weaveress", ("spinner",), (), "Weaves.", "Def.", "Not fog.")
    table = TableEsco(professions=(ProfessionEsco(f"{ESCO}1", "2166", weaver),))
    triples = list(esco_triples([table]))
    node = NamedNode(f"{ESCO}1")
    for predicate, text in (
        (PREF_LABEL, "weaver/weaveress"),
        (ALT_LABEL, "spinner"),
        (term("dct:description"), "Weaves."),
        (term("skos:definition"), "Def."),
        (term("skos:scopeNote"), "Not fog."),
    ):
        assert (node, predicate, Literal(text, language="en")) in triples
    assert FEMININ not in {predicate for _, predicate, _ in triples}


def test_the_same_records_say_the_same_in_the_same_order() -> None:
    assert list(esco_triples(FILES)) == list(esco_triples(FILES))
    assert list(esco_rome_triples([TABLE])) == list(esco_rome_triples([TABLE]))


@pytest.mark.parametrize(
    ("label", "masculin", "feminin"),
    [
        ("tisseur de nuages/tisseuse de nuages", "tisseur de nuages", "tisseuse de nuages"),
        ("directeur adjoint/directrice adjointe", "directeur adjoint", "directrice adjointe"),
        ("veilleur-guetteur/veilleuse-guetteuse", "veilleur-guetteur", "veilleuse-guetteuse"),
        ("gardien / gardienne", "gardien", "gardienne"),
        ("nuagiste noir/nuagiste noire", "nuagiste noir", "nuagiste noire"),
        ("chef brumier/cheffe brumière", "chef brumier", "cheffe brumière"),
    ],
)
def test_a_pair_is_two_forms_that_answer_word_by_word(
    label: str, masculin: str, feminin: str
) -> None:
    assert gendered_pair(label) == Paire(feminin, masculin)


@pytest.mark.parametrize(
    "label",
    [
        "nuagiste",
        "tisseur/tisseuse de nuages",
        "tisseuse de nuages/tisseur de nuages",
        "tisseur de nuages/tisseuse de nuage",
        "tisseur/cardeuse",
        "nuagiste/nuagiste",
        "tisseur/tisseuse/tisserand",
        "valet/femme",
        "tisseur-cardeur/tisseuse cardeuse",
        "tisseur-cardeur/tisseuse",
        "/",
        "/e",
        "",
    ],
)
def test_in_doubt_there_is_no_pair(label: str) -> None:
    assert gendered_pair(label) is None


def _document(path: Path) -> Document:
    (found,) = read_documents(path)
    assert isinstance(found, Document)
    return found


@pytest.mark.corpus
def test_the_real_table_is_said_whole_and_uninverted(corpus_folder: Path) -> None:
    path = corpus_folder / "esco/FR_20230607_mapping_esco_rome.csv"
    triples = set(esco_rome_triples([esco_rome.read(_document(path))[0]]))
    with path.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.reader(stream) if row and row[0].startswith("http")]
    assert len(rows) == 11_118
    for profession, _, ogr, _, relation in rows:
        assert (iris.appellation_rome(ogr), term(relation), NamedNode(profession)) in triples
    assert sum(predicate.value.endswith("Match") for _, predicate, _ in triples) == 11_118
    ends = {
        label: {subject for subject, _, object_ in triples if object_ == french(label)}
        for label in ("Jongleur / Jongleuse", "artiste de cirque")
    }
    (jongleur,), (artiste,) = ends.values()
    assert (jongleur, term("skos:broadMatch"), artiste) in triples


@pytest.mark.corpus
def test_real_occupations_are_said_with_their_pairs(corpus_folder: Path) -> None:
    names = "occupations_fr", "ISCOGroups_fr", "broaderRelationsOccPillar"
    tables = [esco.read(_document(corpus_folder / f"esco/v1.0_{name}.csv"))[0] for name in names]
    triples = set(esco_triples(tables))
    count = Counter(predicate for _, predicate, _ in triples)
    professions = {s for s, p, o in triples if (p, o) == (TYPE, term("mg:ProfessionEsco"))}
    assert len(professions) == 2942
    assert count[PREF_LABEL] == 2942 + 619
    assert count[FEMININ] == 2206
    # each occupation is below its group; 1,240 are below another occupation too
    assert count[BROADER] == 2942 + 1240 + 609
    named = {s for s, p, _ in triples if p == PREF_LABEL}
    assert {o for _, p, o in triples if p == BROADER} <= named
