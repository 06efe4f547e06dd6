"""Tools about things, on a small release."""

import pytest

from ontology import base
from tests.server.mcp.conftest import Assistant

METIER = f"{base()}id/metier/MET.797"


def test_things_are_found_by_words_and_codes(assistant: Assistant) -> None:
    found = assistant.document("search", q="assistante de gestion")
    assert found["rows"][0]["iri"] == METIER
    assert (found["rows"][0]["kind"], found["rows"][0]["why"]) == ("metier", "own")
    kinds = {row["kind"] for row in assistant.document("search", q="M1605", kind="rome-v4")["rows"]}
    assert kinds == {"rome-v4"}


def test_a_word_that_is_misspelt_is_told(assistant: Assistant) -> None:
    found = assistant.document("search", q="menuisyer")
    assert found["rows"][0]["iri"].endswith("MET.2")
    assert "menuisier" in found["notes"][0]


@pytest.mark.parametrize(
    "thing",
    ["MET.797", "met.797", "MET797", "MET 797", "metier:MET.797", METIER, f"<{METIER}>",
     f" {METIER} ", f"{base()}doc/metier/MET.797"],
)  # fmt: skip
def test_a_thing_is_described_by_any_of_its_names(assistant: Assistant, thing: str) -> None:
    found = assistant.document("describe", thing=thing)
    assert METIER in found["notes"][0]
    level = next(row for row in found["rows"] if row["property"] == "mg:niveauAcces")
    assert level["value"].startswith(f"{base()}id/niveau/")
    assert level["name"]
    assert any(row["property"] == "mg:passage" for row in found["rows"])


def test_a_number_of_the_rncp_is_a_code(assistant: Assistant) -> None:
    for code in ("RNCP99999", "rncp 99 999", "99999"):
        notes = assistant.document("describe", thing=code)["notes"]
        assert f"{base()}id/certification/1" in notes[0], code


def test_labels_are_in_the_language_that_is_said(assistant: Assistant) -> None:
    def label(**said: str) -> str:
        rows = assistant.document("describe", thing="MET.797", **said)["rows"]
        return str(next(row["label"] for row in rows if row["property"] == "mg:niveauAcces"))

    assert label() == label(lang="fr") == "niveau d'accès minimum"
    assert label(lang="en") == "minimum entry level"


@pytest.mark.parametrize(
    ("thing", "words"),
    [
        ("M1605", ("several things", "rome3:M1605", "rome4:M1605")),
        ("m 1605", ("several things", "rome3:M1605", "rome4:M1605")),
        ("menuisier", ("No thing has the code", "metier:MET.2")),
        ("metier:MET.798", ("Nothing is known",)),
        ("metiers:MET.797", ("is unknown", "metier:")),
        ("zzz:1", ("is unknown",)),
        ("metier:MET 797", ("no IRI",)),
        ("https://example.org/x", ("Nothing is known",)),
        ("metier:MET.797\u200b", ("Nothing is known", "\\u200b")),
    ],
)
def test_what_is_no_thing_is_told_with_what_may_be_meant(
    assistant: Assistant, thing: str, words: tuple[str, ...]
) -> None:
    for tool in ("describe", "neighbours"):
        refusal = assistant.call(tool, thing=thing).refusal
        assert [word for word in words if word not in refusal] == [], refusal


def test_neighbours_are_a_few_of_each_or_all_of_one(assistant: Assistant) -> None:
    around = assistant.document("neighbours", thing="MET.797")["rows"]
    keys = {row["relation"] for row in around}
    assert {"niveauAcces", "formation"} <= keys
    one = assistant.document("neighbours", thing="MET.797", relation="formation")["rows"]
    assert {row["iri"] for row in one} == {
        row["iri"] for row in around if row["relation"] == "formation"
    }
    back = assistant.document("neighbours", thing="FOR.270", relation="formation-de")["rows"]
    assert METIER in {row["iri"] for row in back}


def test_the_schema_says_terms_and_prefixes(assistant: Assistant) -> None:
    prefixes = assistant.document("schema", kind="prefix")["rows"]
    assert {"name": "metier:", "iri": f"{base()}id/metier/"}.items() <= next(
        row for row in prefixes if row["name"] == "metier:"
    ).items()
