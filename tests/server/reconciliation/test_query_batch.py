"""What the specification admits and refuses, without its own examples: `test_schemas_corpus`."""

from typing import Any

import pytest

from server.http.problems import ProblemError
from server.reconciliation.query_batch import (
    BATCH_SIZE,
    GivenValue,
    ReconciliationQuery,
    read_batch_0_2,
    read_batch_1_0,
    read_json,
)


def test_a_query_of_0_2_is_read() -> None:
    properties = [
        {"pid": "code", "v": "M1605"},
        {"pid": "niveau", "v": [5, {"id": "x", "name": "bac"}, True], "p": "ignored"},
    ]
    query = {"query": "infirmier", "type": "metier", "limit": 3, "type_strict": "any"}
    read = read_batch_0_2({"q0": {**query, "properties": properties}, "q1": {"query": "x"}})
    assert read["q0"] == ReconciliationQuery(
        texts=["infirmier"], types=["metier"], limit=3,
        properties=[GivenValue("code", ["M1605"]), GivenValue("niveau", ["5", "x", "True"])],
    )  # fmt: skip
    assert read["q1"].types == []
    assert (
        read_batch_0_2({"q": {"query": "", "properties": [{"pid": "a", "v": "b"}]}})["q"].texts
        == []
    )


def test_a_query_of_1_0_is_read() -> None:
    conditions = [
        {"matchType": "name", "propertyValue": "infirmier", "lang": "fr"},
        {"matchType": "id", "propertyValue": ["a", "b"]},
        {"matchType": "property", "propertyId": "code", "propertyValue": "M1605",
         "required": True, "matchQuantifier": "none", "matchQualifier": "ExactMatch"},
    ]  # fmt: skip
    (read,) = read_batch_1_0(
        {"queries": [{"type": "metier", "limit": 2, "conditions": conditions}]}
    )
    assert read == ReconciliationQuery(
        texts=["infirmier"], ids=["a", "b"], types=["metier"], limit=2,
        properties=[GivenValue("code", ["M1605"], "none", True)],
    )  # fmt: skip


@pytest.mark.parametrize("limit", [1, 1.0, 10**9, 1e300])
def test_a_limit_is_bounded(limit: float) -> None:
    assert read_batch_0_2({"q": {"query": "x", "limit": limit}})["q"].limit <= 50


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ({}, "queries.q"),
        ({"query": 1}, "queries.q.query"),
        ({"limit": 1}, "queries.q"),
        ({"properties": []}, "queries.q"),
        ({"query": "x", "props": []}, "queries.q.props"),
        ({"query": "x", "limit": 0}, "queries.q.limit"),
        ({"query": "x", "limit": "5"}, "queries.q.limit"),
        ({"query": "x", "limit": True}, "queries.q.limit"),
        ({"query": "x", "limit": float("nan")}, "queries.q.limit"),
        ({"query": "x", "type": 3}, "queries.q.type"),
        ({"query": "x", "type": ["a", 3]}, "queries.q.type"),
        ({"query": "x", "type_strict": "most"}, "queries.q.type_strict"),
        ({"query": "x", "properties": {}}, "queries.q.properties"),
        ({"query": "x", "properties": [{"v": "x"}]}, "queries.q.properties[0].pid"),
        ({"query": "x", "properties": [{"pid": "x"}]}, "queries.q.properties[0].v"),
        ({"query": "x", "properties": [{"pid": "x", "v": None}]}, "queries.q.properties[0].v"),
        ({"query": "x", "properties": [{"pid": "x", "v": {}}]}, "queries.q.properties[0].v.id"),
        ({"query": "x", "properties": [{"pid": "x", "v": "y"}] * 17}, "queries.q.properties"),
        (
            {"query": "x", "properties": [{"pid": "x", "v": ["y"] * 17}]},
            "queries.q.properties[0].v",
        ),
        ("x", "queries.q"),
    ],
)
def test_what_0_2_does_not_admit_is_refused_by_its_place(query: Any, place: str) -> None:
    with pytest.raises(ProblemError) as refused:
        read_batch_0_2({"q": query})
    assert refused.value.status == 400
    assert refused.value.detail.startswith(f"{place} : ")


NAME = {"matchType": "name", "propertyValue": "x"}


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ({}, "queries[0].conditions"),
        ({"conditions": []}, "queries[0].conditions"),
        ({"conditions": [{"propertyValue": "x"}]}, "queries[0].conditions[0].matchType"),
        ({"conditions": [{"matchType": "name"}]}, "queries[0].conditions[0].propertyValue"),
        ({"conditions": [NAME], "type": ["a", "b"]}, "queries[0].type"),
        ({"conditions": [NAME], "query": "x"}, "queries[0].query"),
        ({"conditions": [NAME], "limit": -1}, "queries[0].limit"),
        ({"conditions": [{**NAME, "matchType": "property"}]},
         "queries[0].conditions[0].propertyId"),
        ({"conditions": [{**NAME, "matchType": "property", "propertyId": "x", "required": 1}]},
         "queries[0].conditions[0].required"),
        ({"conditions": [{**NAME, "matchType": "property", "propertyId": "x",
                          "matchQuantifier": "some"}]}, "queries[0].conditions[0].matchQuantifier"),
        ([], "queries[0]"),
    ],
)  # fmt: skip
def test_what_1_0_does_not_admit_is_refused_by_its_place(query: Any, place: str) -> None:
    with pytest.raises(ProblemError) as refused:
        read_batch_1_0({"queries": [query]})
    assert refused.value.status == 400
    assert refused.value.detail.startswith(f"{place} : ")


@pytest.mark.parametrize("document", [[], "x", None, {"queries": {}}, {"q0": {"query": "x"}}])
def test_a_batch_of_1_0_is_an_object_with_a_list(document: Any) -> None:
    with pytest.raises(ProblemError):
        read_batch_1_0(document)


def test_a_batch_has_fifty_queries_at_most() -> None:
    query = {"query": "x"}
    assert len(read_batch_0_2({str(n): query for n in range(BATCH_SIZE)})) == BATCH_SIZE
    with pytest.raises(ProblemError) as refused:
        read_batch_0_2({str(n): query for n in range(BATCH_SIZE + 1)})
    assert refused.value.status == 413
    with pytest.raises(ProblemError) as refused:
        read_batch_1_0({"queries": [{"conditions": [NAME]}] * (BATCH_SIZE + 1)})
    assert refused.value.status == 413


@pytest.mark.parametrize("text", ["", "{", b"\xff", "[" * 100_000, '{"q": "\\ud800"}'])
def test_what_is_no_json_is_refused(text: str | bytes) -> None:
    with pytest.raises(ProblemError) as refused:
        read_json(text, "queries")
    assert refused.value.status == 400
