"""Everything that the publishers issued, in one build."""

import gzip
import json
from collections import Counter
from itertools import groupby
from pathlib import Path
from typing import IO, cast

import pytest
from pyoxigraph import (
    DefaultGraph,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    RdfFormat,
    Store,
    parse,
)

from loader.diff.changes import KINDS
from loader.diff.compare import short_iri
from loader.diff.view_reader import ViewReader
from loader.model import iris
from loader.model.rdf_terms import TYPE
from loader.sources.catalogue import CC_BY, LICENCE_OUVERTE, ODBL
from loader.validation import run_checks
from ontology import prefixes
from queries import find
from server.releases.layout import read_manifest
from tests.loader.release.test_graph_descriptions import licences

pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module")
def release(everything: Path) -> Path:
    return everything


@pytest.fixture(scope="module")
def store(release: Path) -> Store:
    return Store.read_only(str(release / "store"))


def _numbers(store: Store, query: str) -> list[int]:
    solutions = store.query(query, prefixes=dict(prefixes()))
    assert isinstance(solutions, QuerySolutions)
    return [int(value.value) for solution in solutions for value in solution if value is not None]


def _holds(store: Store, pattern: str) -> bool:
    answer = store.query(f"ASK {{ {pattern} }}", prefixes=dict(prefixes()))
    assert isinstance(answer, QueryBoolean)
    return bool(answer)


def test_every_fiche_and_edition_is_there(release: Path, store: Store) -> None:
    counts = json.loads((release / "manifest.json").read_text("utf-8"))["counts"]
    assert (counts["metiers"], counts["fiches"]) == (822, 819 + 727)
    both = """SELECT (COUNT(DISTINCT ?f) AS ?n) {
      GRAPH ?a { ?f a mg:Fiche } GRAPH ?b { ?f a mg:Fiche } FILTER(STR(?a) < STR(?b)) }"""
    assert _numbers(store, both) == [724]
    stubs = "SELECT (COUNT(*) AS ?n) { ?m a mg:Metier FILTER NOT EXISTS { ?m mg:fiche ?f } }"
    assert _numbers(store, stubs)[0] > 300


def test_all_that_the_view_describes_is_of_a_kind_that_is_compared(store: Store) -> None:
    side = ViewReader(store)
    things = {iri for kind in KINDS for iri in side.things(kind)}
    told_elsewhere = {iris.fiche("").value, iris.fichier("").value, iris.organisation("").value}
    loose = set()
    for quad in store.quads_for_pattern(None, TYPE, None, DefaultGraph()):
        assert isinstance(quad.subject, NamedNode)
        iri = quad.subject.value
        wholes = {iri[:cut] for cut, letter in enumerate(iri) if letter == "/"} | {iri}
        if not wholes & things and not iri.startswith(tuple(told_elsewhere)):
            loose.add(iri)
    assert loose == set()


def test_a_disagreement_is_one_thing_for_the_manifest_and_for_the_queries(
    release: Path, store: Store
) -> None:
    """What `metiers check` prints is `find_conflicts`, as in the manifest."""
    manifest = read_manifest(release)
    resume = store.query(find("api/conflits_resume").text)
    assert isinstance(resume, QuerySolutions)
    counted = {short_iri(row["champ"]): int(row["metiers"].value) for row in resume}
    assert counted == manifest.conflicts
    assert (counted["skos:prefLabel"], counted["mg:formation"]) == (23, 467)
    conflicting = manifest.conflicting or {}
    for key, metiers in conflicting.items():
        assert len(metiers) == manifest.conflicts[key]
        prefix, _, local = key.partition(":")
        field = NamedNode(prefixes()[prefix] + local)
        rows = store.query(find("api/conflits_champ").bound({"champ": [str(field)]}))
        assert isinstance(rows, QuerySolutions)
        assert {row["metier"].value.rpartition("/")[2] for row in rows} == set(metiers), key
    for id_ in conflicting["rubrique:presentation"][:5]:
        rows = store.query(find("api/conflits").bound({"metier": [str(iris.metier(id_))]}))
        assert isinstance(rows, QuerySolutions)
        fields = {short_iri(row["champ"]) for row in rows}
        assert fields == {key for key, ids in conflicting.items() if id_ in ids}


@pytest.mark.parametrize(
    "field", ["skos:prefLabel", "mg:niveauAcces", "mg:feminin", "mg:masculin", "mg:fiche"]
)
def test_a_metier_has_one_value_of_a_field_that_is_one(store: Store, field: str) -> None:
    query = f"""SELECT (MAX(?n) AS ?most) {{ SELECT ?m (COUNT(?v) AS ?n)
      {{ ?m mg:fiche ?f ; {field} ?v }} GROUP BY ?m }}"""
    assert _numbers(store, query) == [1]


def test_a_passage_has_one_text_and_no_name_is_the_title(store: Store) -> None:
    query = """SELECT (MAX(?n) AS ?most) { SELECT ?p (COUNT(?t) AS ?n)
      { ?p a mg:Passage ; schema:text ?t } GROUP BY ?p }"""
    assert _numbers(store, query) == [1]
    assert not _holds(store, "?m a mg:Metier ; skos:prefLabel ?l ; skos:altLabel ?l")


def test_what_only_the_older_edition_says_is_kept(store: Store) -> None:
    assert _holds(store, "metier:MET.797 mg:secteur secteur:energie ; mg:transverse true")
    assert _holds(store, 'statut:salarie skos:notation "T-ITM.9" ; skos:prefLabel "salarié"@fr')


def test_every_formation_that_somebody_names_is_there(store: Store) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?f a mg:Formation }"
    assert _numbers(store, query) == [4474]
    unknown = """SELECT (COUNT(*) AS ?n) { ?f a mg:Formation
      FILTER NOT EXISTS { ?f skos:inScheme nomenclature:formations } }"""
    assert 0 < _numbers(store, unknown)[0] < 400


def test_rome_is_two_schemes_and_the_bridge_is_the_appellation(store: Store) -> None:
    for scheme, codes in (("rome-v3", 532), ("rome-v4", 1584)):
        query = f"""SELECT (COUNT(*) AS ?n)
          {{ ?c a mg:CodeRome ; skos:inScheme nomenclature:{scheme} }}"""
        assert _numbers(store, query) == [codes]
    assert _holds(store, 'rome3:M1605 skos:prefLabel "Assistanat technique et administratif"@fr')
    assert _holds(store, 'rome4:M1605 skos:prefLabel "Secrétaire technique"@fr')
    several = """SELECT (MAX(?n) AS ?most) { SELECT ?a (COUNT(?c) AS ?n)
      { ?a skos:broader ?c . ?c a mg:CodeRome ; skos:inScheme nomenclature:rome-v4 }
      GROUP BY ?a }"""
    assert _numbers(store, several) == [1]
    assert not _holds(
        store,
        "?v3 skos:inScheme nomenclature:rome-v3 ; ?p ?v4 . ?v4 skos:inScheme nomenclature:rome-v4"
        " . ?v3 a mg:CodeRome . ?v4 a mg:CodeRome",
    )
    for version in ("v458", "v460"):
        assert _holds(store, f"GRAPH <{prefixes()['graph']}rome-v4/{version}> {{ ?s ?p ?o }}")


def test_esco_hangs_on_appellations_read_from_rome(store: Store) -> None:
    matches = "skos:exactMatch|skos:closeMatch|skos:broadMatch|skos:narrowMatch"
    query = (
        f"""SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?a a mg:AppellationRome ; {matches} ?e }} }}"""
    )
    assert _numbers(store, query) == [11118]
    assert _holds(
        store,
        "?a skos:broadMatch ?e . ?a skos:prefLabel ?j . ?e skos:prefLabel ?c"
        ' FILTER(STRSTARTS(?j, "Jongleu") && STRSTARTS(?c, "artiste de cirque"))',
    )


def test_what_stands_behind_a_metier(store: Store) -> None:
    query = """SELECT (COUNT(DISTINCT ?v4) AS ?codes) (COUNT(DISTINCT ?e) AS ?professions) {
      metier:MET.797 mg:romeV3 ?v3 . ?a skos:broader ?v3 , ?v4 .
      ?v4 skos:inScheme nomenclature:rome-v4 .
      OPTIONAL { ?a skos:exactMatch|skos:closeMatch|skos:broadMatch|skos:narrowMatch ?e } }"""
    codes, professions = _numbers(store, query)
    assert codes > 1
    assert professions > 1


def _counts(release: Path) -> dict[str, int]:
    counts: dict[str, int] = json.loads((release / "manifest.json").read_text("utf-8"))["counts"]
    return counts


def test_every_triple_of_the_view_stands_in_a_graph_and_the_others_are_listed(
    release: Path,
) -> None:
    """Read the dump anew: union of the named graphs minus view is `superseded.nt`, line by line."""
    view = homeless = superseded = 0
    with (
        gzip.open(release / "dataset.nq.gz") as dump,
        (release / "superseded.nt").open("rb") as rest,
    ):
        listed = parse(rest, RdfFormat.N_TRIPLES)
        for triple, quads in groupby(
            parse(cast(IO[bytes], dump), RdfFormat.N_QUADS), lambda quad: quad.triple
        ):
            graphs = {quad.graph_name for quad in quads}
            if DefaultGraph() in graphs:
                view += 1
                homeless += len(graphs) == 1
            else:
                superseded += 1
                assert next(listed).triple == triple
        assert next(listed, None) is None
    counts = _counts(release)
    assert homeless == 0
    assert (view, superseded) == (counts["view"], counts["superseded"])
    assert superseded > 0


def test_the_turtle_holds_the_view(release: Path) -> None:
    with gzip.open(release / "dataset.ttl.gz") as turtle:
        held = len([None for _ in parse(cast(IO[bytes], turtle), RdfFormat.TURTLE)])
    assert held == _counts(release)["view"]


def test_the_questions_that_must_have_no_answer_have_none(store: Store) -> None:
    assert list(run_checks(store)) == []


def test_a_metier_with_a_fiche_has_its_level_and_its_title(store: Store) -> None:
    query = """SELECT (COUNT(*) AS ?n) { ?m mg:fiche ?f
      FILTER NOT EXISTS { ?m mg:niveauAcces ?level ; skos:prefLabel ?title } }"""
    assert _numbers(store, query) == [0]


def test_the_licences_of_the_publishers_are_kept_apart(store: Store) -> None:
    found: dict[str, Counter[tuple[str, ...]]] = {}
    for graph, each in licences(store).items():
        source = graph.removeprefix(prefixes()["graph"]).partition("/")[0]
        found.setdefault(source, Counter())[tuple(each)] += 1
    expected = {
        **dict.fromkeys(("onisep-metiers", "onisep-formations", "onisep-ideo-metiers"), ODBL),
        **dict.fromkeys(
            ("onisep-table-passage", "rome-v3", "rome-v4", "fap-2009"), LICENCE_OUVERTE
        ),
        **dict.fromkeys(("esco", "esco-rome"), CC_BY),
        **dict.fromkeys(("ontologie", "sources", "editions", "sans-nom", "release"), CC_BY),
    }
    assert {source: [*each] for source, each in found.items()} == {
        source: [(licence,)] for source, licence in expected.items()
    }
    assert found["onisep-metiers"].total() == 819 + 727


def test_what_vanished_between_two_editions_of_the_rome_is_deprecated(store: Store) -> None:
    for type_, gone in (
        ("mg:CodeRome", 0),
        ("mg:AppellationRome", 0),
        ("mg:CompetenceRome", 14),
        ("mg:SavoirRome", 17),
        ("mg:ContexteRome", 0),
        ("skos:Concept", 31),
    ):
        query = f"""SELECT (COUNT(DISTINCT ?x) AS ?n) {{ ?x a {type_} ; owl:deprecated true ;
          skos:prefLabel ?label ; mg:absentDe <https://w3id.org/metiers-graphe/id/source/rome-v4/v460>
          }}"""
        assert _numbers(store, query) == [gone], type_
    assert _holds(store, "GRAPH graph:editions { ?x owl:deprecated true }")


def test_the_formations_that_no_source_describes_are_listed(release: Path, store: Store) -> None:
    manifest = json.loads((release / "manifest.json").read_text("utf-8"))
    counts, query = manifest["counts"], manifest["lists"]["formations_undescribed"]
    listed = store.query(find(query).text)
    assert isinstance(listed, QuerySolutions)
    rows = [(row["formation"], row["metiers"]) for row in listed]
    assert len(rows) == len({formation for formation, _ in rows})
    assert (counts["formations"], counts["formations_undescribed"]) == (4474, len(rows))
    assert len(rows) == 262
