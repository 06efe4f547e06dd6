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
    assert list(folder("examples")) == sorted(folder("examples"))
