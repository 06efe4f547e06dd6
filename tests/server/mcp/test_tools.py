"""The list of tools: their schemas, and that a query of the library is one of them."""

import re
from collections.abc import Iterator
from types import MappingProxyType

import pytest
from jsonschema import Draft202012Validator

from ontology import base
from queries import folder, parse
from server.api import library as library_module
from server.api.library import library
from tests.server.mcp.conftest import Assistant

QUERY = """#+ title: Les noms des métiers qui commencent ainsi
#+ title_en: The names of occupations that begin so
#+ description: Par ordre.
#+ description_en: In order.
#+ params: ?debut literal [menu] — les premières lettres, ?rang integer [1] — un rang
#+ params_en: ?debut — the first letters, ?rang — a rank
PREFIX mg: <https://w3id.org/metiers-graphe/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT ?metier ?nom ?rang
WHERE {
  VALUES ?debut { "menu" }
  VALUES ?rang { 1 }
  ?metier a mg:Metier ; skos:prefLabel ?nom
  FILTER(STRSTARTS(?nom, ?debut))
}
ORDER BY ?nom
"""


@pytest.fixture
def added(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Add a query to the library, as its file would."""
    name = "noms_qui_commencent"
    every = {**folder("api"), name: parse(f"api/{name}", QUERY)}
    monkeypatch.setattr(library_module, "folder", lambda _: MappingProxyType(every))
    library.cache_clear()
    yield name
    library.cache_clear()


def test_things_come_first_and_sparql_last(assistant: Assistant) -> None:
    names = [*assistant.tools()]
    assert names[:4] == ["search", "describe", "neighbours", "schema"]
    assert names[4:-1] == [*library()]
    assert names[-1] == "sparql"


def test_every_tool_says_what_it_takes_and_what_it_gives(assistant: Assistant) -> None:
    for name, tool in assistant.tools().items():
        assert re.fullmatch(r"[a-z0-9_]{1,60}", name)
        assert tool.title
        assert len(tool.description) > len(tool.title)
        for schema in (tool.input_schema, tool.output_schema):
            Draft202012Validator.check_schema(schema)
        for each in tool.input_schema["properties"].values():
            assert each["description"]
            assert each["type"] in ("string", "integer", "array")


def test_a_short_list_is_said_whole(assistant: Assistant) -> None:
    tools = assistant.tools()
    assert "bac-2" in tools["niveau_metiers"].properties["plafond"]["enum"]
    interests = tools["interets_metiers"].properties["interet"]
    assert "j-aime-bouger" in interests["items"]["enum"]
    assert "enum" not in tools["metier_appellations"].properties["metier"]


def test_a_query_that_is_added_is_a_tool(assistant_of_library: Assistant, added: str) -> None:
    tool = assistant_of_library.tools()[added]
    assert tool.title == "The names of occupations that begin so"
    assert tool.properties["debut"]["description"] == "the first letters (for example menu)"
    assert tool.properties["rang"]["type"] == "integer"
    assert tool.required == ["debut", "rang"]
    assert tool.columns == ("metier", "nom", "rang")


def test_a_query_that_is_added_answers(assistant_of_library: Assistant, added: str) -> None:
    found = assistant_of_library.document(added, debut="menu", rang=7)
    assert [(row["nom"], row["rang"]) for row in found["rows"]] == [("menuisier/ière bois", 7)]
    refusal = assistant_of_library.call(added, debut="menu", rang="x").refusal
    assert "“rang”" in refusal


def test_a_code_may_be_said_as_an_iri_or_by_a_prefix(assistant: Assistant) -> None:
    plain = assistant.document("niveau_metiers", plafond="bac-2")["rows"]
    for said in ("niveau:bac-2", "https://w3id.org/metiers-graphe/id/niveau/bac-2"):
        assert assistant.document("niveau_metiers", plafond=said)["rows"] == plain
    assert plain
    several = ["interet:j-aime-bouger", "j-ai-le-sens-du-contact"]
    assert assistant.document("interets_metiers", interet=several, auMoins=1)["total"] >= 0


def test_what_is_not_known_is_told(assistant: Assistant) -> None:
    found = assistant.document("rncp_metiers", rncp="1")
    assert (found["total"], found["rows"]) == (0, [])
    assert "search" in found["notes"][0]


def test_a_term_that_is_not_known_is_told_beside_no_rows(assistant: Assistant) -> None:
    text = f"PREFIX mg: <{base()}ontology#> SELECT * {{ ?s mg:niveau ?o ; mg:x 1 }}"
    assert "mg:x" in assistant.document("sparql", query=text)["notes"][0]


def test_triples_come_as_rows_in_one_order(assistant: Assistant) -> None:
    text = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
    first, second = (assistant.document("sparql", query=text, page=page) for page in (1, 2))
    assert first["rows"][0].keys() == {"subject", "property", "object"}
    rows = *first["rows"], *second["rows"]
    shown = [f"<{row['subject']}> <{row['property']}>" for row in rows]
    assert shown == sorted(shown)
    assert first["total"] > len(shown)
    assert assistant.document("schema_org", metier="MET.797")["rows"]
