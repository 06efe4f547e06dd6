import csv
import io

import pytest
from flask import Flask

from ontology import base
from server.explore.exports import csv_table, json_document
from server.explore.facet_data import SORTS, FacetData, FacetedMetier
from server.explore.selection import Selection


def facts_of(*names: str) -> FacetData[FacetedMetier]:
    metiers = [
        FacetedMetier(f"{base()}id/metier/MET.{n}", nom, None, 769.64)
        for n, nom in enumerate(names)
    ]
    return FacetData(metiers, {}, {sort: range(len(metiers)) for sort in SORTS})


@pytest.mark.parametrize("name", ["=1+1", "+33", "@x", "-2", '"; =A1', "a;b\nc\td", "\t=x", "＝x"])
def test_no_cell_is_a_formula(app: Flask, name: str) -> None:
    with app.test_request_context("/explorer"):
        text = csv_table(facts_of(name), Selection({})).decode("utf-8-sig")
    (_, row) = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    assert row[0].lstrip("'") == name.lstrip("'")
    assert row[0][0] not in "=+-@\t\r＝"
    assert row[3] == "769,64"


def test_a_release_without_facets_still_lists(app: Flask) -> None:
    with app.test_request_context("/explorer"):
        data = json_document(facts_of("a", "b"), Selection({}))
    assert (data["total"], data["facets"]) == (2, [])
    assert data["results"][0]["niveau"] is None
