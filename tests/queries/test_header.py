import pytest

from queries import Param, Query, QueryHeaderError, find, folder, parse


def test_a_header_is_read() -> None:
    text = (
        "#+ title: Un titre\n"
        "#+ description: Une phrase,\n"
        "#+   qui continue.\n"
        "#+ params: ?a iri, ?b literal\n"
        "ASK { ?a ?p ?b }\n"
    )
    query = parse("folder/name", text)
    assert query == Query(
        "folder/name",
        "Un titre",
        "Une phrase, qui continue.",
        (Param("a", "iri"), Param("b", "literal")),
        text,
    )
    assert query.body == "ASK { ?a ?p ?b }\n"


def test_all_that_a_header_may_say_is_read() -> None:
    text = (
        "#+ title: t\n#+ tags: métier, niveau\n#+ empty: 404\n#+ cost: long\n"
        "#+ params: ?m iri [metier:MET.1] — le métier, sa fiche, ?n iri+ [niveau:a niveau:b],\n"
        "#+   ?mot literal [soin] — le mot\n"
        "#+ params_en: ?mot — the word\n"
        "#+ enumerate: ?n\n"
        "#+ codes: ?mot rome-v3 rome-v4\n"
        "SELECT * {\n"
        "VALUES ?m { metier:MET.1 }\nVALUES ?n { niveau:a niveau:b }\n"
        'VALUES ?mot { "soin" } }\n'
    )
    query = parse("api/x", text)
    assert (query.tags, query.empty, query.cost) == (("métier", "niveau"), 404, "long")
    metier, niveau, mot = query.params
    assert metier == Param("m", "iri", example="metier:MET.1", meaning="le métier, sa fiche")
    assert (niveau.many, niveau.enumerated, niveau.example) == (True, True, "niveau:a niveau:b")
    assert (mot.meaning_in("fr"), mot.meaning_in("en")) == ("le mot", "the word")
    assert (mot.schemes, metier.schemes) == (("rome-v3", "rome-v4"), ())
    bound = query.bound({"m": ["<urn:m>"], "mot": ['"VALUES ?m { metier:MET.1 }"']})
    assert "VALUES ?m { <urn:m> }" in bound
    assert 'VALUES ?mot { "VALUES ?m { metier:MET.1 }" }' in bound, "all at once"
    assert bound.startswith("SELECT")


def test_a_title_is_enough() -> None:
    query = parse("x", "#+ title: t\nASK {}")
    assert (query.description, query.params) == ("", ())


@pytest.mark.parametrize(
    "text",
    [
        "ASK {}",
        "#+ description: sans titre\nASK {}",
        "#+ title:\nASK {}",
        "#+ title: t\n#+ author: x\nASK {}",
        "#+ title: t\n#+ params: ?a nombre\nASK {}",
        "#+ title: t\n#+ params: a iri\nASK {}",
        "#+ title: t\n#+ empty: 500\nASK {}",
        "#+ title: t\n#+ cost: dear\nASK {}",
        "#+ title: t\n#+ enumerate: ?a\nASK {}",
        "#+ title: t\n#+ codes: ?a rncp\nASK {}",
        "#+ title: t\n#+ params: ?a literal\n#+ codes: ?a\nASK {}",
        "#+ title: t\n#+ params_en: ?a — a\nASK {}",
        "#+ title: t\n#+ params: ?a iri [metier:MET.1]\nASK { ?a ?p ?o }",
        "#+ ?\nASK {}",
        "#+   suite de rien\nASK {}",
    ],
)
def test_a_header_that_says_too_little_is_refused(text: str) -> None:
    with pytest.raises(QueryHeaderError, match="x"):
        parse("x", text)


def test_queries_are_found_by_name() -> None:
    assert find("browse/describe") is folder("browse")["describe"]
    with pytest.raises(KeyError):
        find("browse/absent")
    assert list(folder("api")) == sorted(folder("api"))
