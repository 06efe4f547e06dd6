import pyoxigraph as ox
import pytest

from ontology import base
from queries import parse
from server.api.library import LibraryQuery, library
from server.api.parameters import MOST, ParameterError, judge
from server.codes.schemes import SCHEMES
from server.engine.embedded import EmbeddedEngine

METIER = "https://w3id.org/metiers-graphe/id/metier/MET.797"
QUERY = LibraryQuery(
    "essai",
    parse(
        "api/essai",
        "#+ title: t\n"
        "#+ params: ?sujet resource [metier:MET.797] — a, ?mot literal [soin] — b,\n"
        "#+   ?rang integer [2] — c\n"
        "SELECT * {\n"
        "VALUES ?sujet { metier:MET.797 }\n"
        'VALUES ?mot { "soin" }\n'
        "VALUES ?rang { 2 }\n"
        "}",
    ),
    "select",
    ("sujet", "mot", "rang"),
)
GOOD = {"sujet": ["mg:Metier"], "mot": ["soin"], "rang": ["2"]}


@pytest.mark.parametrize("text", ["MET.797", "metier:MET.797", METIER, f"<{METIER}>", " MET.797 "])
def test_a_thing_is_named_in_several_ways(engine: EmbeddedEngine, text: str) -> None:
    terms = judge(library()["metier_esco"], {"metier": [text]}, engine)
    assert terms == {"metier": (ox.NamedNode(METIER),)}


@pytest.mark.parametrize(
    ("query", "name", "texts", "meant"),
    [
        ("metier_esco", "metier", ["met.797", "MET797", "MET:797", "797", "met 797", "metier:797"],
         ox.NamedNode(METIER)),
        ("formation_acces", "formation", ["for.270", "FOR-270", "270", "for:270"],
         ox.NamedNode(f"{base()}id/formation/FOR.270")),
        ("rome_v3_metiers", "code", ["m1605", "M 1605", "\u00abM1605\u00bb", "rome3:m1605"],
         ox.NamedNode(f"{base()}id/rome/v3/M1605")),
        ("rome_v4_metiers", "code", ["m1605"], ox.NamedNode(f"{base()}id/rome/v4/M1605")),
        ("appellation_codes", "ogr", ["OGR11573", "OGR 11573", "11573.0"],
         ox.NamedNode(f"{base()}id/rome/appellation/11573")),
        ("rncp_metiers", "rncp", ["38363", "RNCP38363", "rncp 38 363", "RNCP-038363"],
         ox.Literal("38363")),
        ("code_metiers", "notation", ["m1605", " M1605"], ox.Literal("M1605")),
        ("code_editions", "code", ["met797", "MET.797"], ox.Literal("MET.797")),
        ("code_editions", "code", ["RNCP38363"], ox.Literal("RNCP38363")),
    ],
)  # fmt: skip
def test_a_code_is_read_however_it_is_written(
    engine: EmbeddedEngine, query: str, name: str, texts: list[str], meant: ox.NamedNode
) -> None:
    for text in texts:
        assert judge(library()[query], {name: [text]}, engine) == {name: (meant,)}, text


def test_the_schemes_of_codes_are_known() -> None:
    params = [param for query in library().values() for param in query.params]
    assert {scheme for param in params for scheme in param.schemes} <= SCHEMES.keys()
    assert all(param.kind == "literal" for param in params if param.schemes)


def test_several_values_are_repeated_or_parted_by_commas(engine: EmbeddedEngine) -> None:
    interets = library()["interets_metiers"]
    said = ["j-aime-bouger", "interet:j-ai-le-sens-du-contact,j-aime-bouger"]
    found = judge(interets, {"interet": said, "auMoins": ["2"]}, engine)["interet"]
    assert [term.value.rpartition("/")[2] for term in found] == [
        "j-aime-bouger",
        "j-ai-le-sens-du-contact",
    ]


def test_literals_and_numbers_are_terms(engine: EmbeddedEngine) -> None:
    terms = judge(QUERY, GOOD | {"mot": ['" } # VALUES ?rang { 2 }'], "rang": ["-7"]}, engine)
    assert terms["rang"] == (ox.Literal(-7),)
    text = QUERY.text(terms)
    assert text.count("VALUES ?rang { 2 }") == 1, "what is said is not taken for a clause"
    assert 'VALUES ?mot { "\\" } # VALUES ?rang { 2 }" }' in text


@pytest.mark.parametrize(
    ("said", "name", "reason"),
    [
        ({"x": ["1"]}, "x", "il est inconnu"),
        ({"sujets": ["1"]}, "sujets", "est-ce « sujet » ?"),
        ({"sujet": []}, "sujet", "il manque"),
        ({"sujet": ["  "]}, "sujet", "il manque"),
        ({"sujet": ["none:x"]}, "sujet", "n'est pas un préfixe connu"),
        ({"sujet": ["a b"]}, "sujet", "n'est ni un code"),
        ({"sujet": ["http://a.b/<x>"]}, "sujet", "n'est pas un IRI"),
        ({"sujet": ["MET.1", "MET.2"]}, "sujet", "il n'a qu'une valeur"),
        ({"rang": ["deux"]}, "rang", "n'est pas un nombre entier"),
        ({"rang": ["9" * 30]}, "rang", "n'est pas un nombre entier"),
        ({"mot": ["a" * 201]}, "mot", "201 caractères"),
    ],
)
def test_what_is_wrong_is_named(
    engine: EmbeddedEngine, said: dict[str, list[str]], name: str, reason: str
) -> None:
    with pytest.raises(ParameterError, match=f"« {name} »") as refusal:
        judge(QUERY, GOOD | said, engine)
    assert reason in refusal.value.detail
    assert (refusal.value.status, refusal.value.parameter) == (422, name)


def test_a_thing_of_another_kind_is_refused(engine: EmbeddedEngine) -> None:
    for stranger in ("niveau:bac-2", "https://example.org/MET.797", "metier:"):
        with pytest.raises(ParameterError, match="metier"):
            judge(library()["metier_esco"], {"metier": [stranger]}, engine)


def test_a_value_that_is_not_of_the_list_is_refused_with_the_nearest(
    engine: EmbeddedEngine,
) -> None:
    with pytest.raises(ParameterError, match="n'est pas de la liste : bac-2"):
        judge(library()["niveau_metiers"], {"plafond": ["bac2"]}, engine)
    many = {"interet": [",".join(f"x{n}" for n in range(MOST + 1))]}
    with pytest.raises(ParameterError, match=f"au plus {MOST} valeurs"):
        judge(library()["interets_metiers"], many, engine)


def test_a_query_without_parameter_takes_none(engine: EmbeddedEngine) -> None:
    assert judge(library()["niveaux_comptes"], {}, engine) == {}
    with pytest.raises(ParameterError, match="aucun paramètre"):
        judge(library()["niveaux_comptes"], {"niveau": ["bac-2"]}, engine)
