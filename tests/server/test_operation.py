from collections.abc import Mapping

import pytest

from server.operation import FORM, QUERY, Operation, Values, read_operation
from server.problem import ProblemError

ASK = "ASK { ?s ?p ?o }"


def values(**found: list[str]) -> Values:
    renamed: Mapping[str, list[str]] = {k.replace("_", "-"): v for k, v in found.items()}
    return lambda name: renamed.get(name, [])


NOTHING = values()


def read(
    content_type: str | None = None,
    charset: str = "",
    url: Values = NOTHING,
    form: Values = NOTHING,
    body: bytes = b"",
) -> Operation | None:
    return read_operation(content_type, charset, url, form, body)


def test_a_query_in_the_address() -> None:
    assert read(url=values(query=[ASK])) == Operation(ASK, (), (), "")


def test_a_query_in_a_form_ignores_the_address() -> None:
    found = read(FORM, url=values(query=["x"]), form=values(query=[ASK], format=["csv"]))
    assert found == Operation(ASK, (), (), "csv")


def test_a_query_as_the_body_takes_its_dataset_from_the_address() -> None:
    url = values(default_graph_uri=["http://e/a", "http://e/b"], named_graph_uri=["http://e/c"])
    found = read(QUERY, "UTF-8", url, body="ASK { ?s ?p 'é' }".encode())
    assert found == Operation(
        "ASK { ?s ?p 'é' }", ("http://e/a", "http://e/b"), ("http://e/c",), ""
    )


def test_an_address_without_query_asks_nothing() -> None:
    assert read() is None
    assert read(url=values(query=["  "])) is None


@pytest.mark.parametrize(
    ("status", "parts"),
    [
        (400, {"url": values(query=[ASK, ASK])}),
        (400, {"url": values(update=["DROP ALL"])}),
        (400, {"content_type": FORM}),
        (400, {"content_type": FORM, "form": values(update=["DROP ALL"])}),
        (400, {"content_type": QUERY, "body": b" "}),
        (400, {"content_type": QUERY, "body": b"\xff"}),
        (400, {"content_type": "application/sparql-update", "body": b"DROP ALL"}),
        (415, {"content_type": "application/json", "body": b"{}"}),
        (415, {"content_type": "", "body": b""}),
        (415, {"content_type": QUERY, "charset": "latin1", "body": ASK.encode()}),
    ],
)
def test_what_is_no_query_is_refused(status: int, parts: dict[str, object]) -> None:
    with pytest.raises(ProblemError) as refusal:
        read(**parts)  # type: ignore[arg-type]
    assert refusal.value.status == status
    assert refusal.value.detail
