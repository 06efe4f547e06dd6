import csv
import io

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from server.engine.spreadsheet import Sheet

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


def sheet(tsv: bytes, size: int = 7) -> str:
    output = io.BytesIO()
    filtered = Sheet(output)
    for start in range(0, len(tsv), size):
        filtered.write(tsv[start : start + size])
    filtered.end()
    return output.getvalue().decode("utf-8-sig")


def tsv(query: str) -> bytes:
    results = ox.Store().query(query)
    assert not isinstance(results, ox.QueryTriples)
    return results.serialize(format=ox.QueryResultsFormat.TSV) or b""


def cells(query: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(sheet(tsv(query)), newline=""), delimiter=";"))


@pytest.mark.parametrize(
    ("term", "cell"),
    [
        ('"BTS"', "BTS"),
        ('"métier"@fr', "métier"),
        ("<https://w3id.org/metiers-graphe/id/metier/MET.797>",
         "https://w3id.org/metiers-graphe/id/metier/MET.797"),
        ("42", "42"),
        ("-42", "-42"),
        ("1900.5", "1900,5"),
        ("-1.5e3", "-1,5e3"),
        ("true", "true"),
        ('"2025-10-01"^^<http://www.w3.org/2001/XMLSchema#date>', "2025-10-01"),
        ('"1.5"', '="1.5"'),
        ('"0110"', '="0110"'),
        ('"2025-10"@fr', '="2025-10"'),
        ('"12E3"', '="12E3"'),
        ('"10/12"', '="10/12"'),
        ('"12 rue"', "12 rue"),
        ('"janv-24"', '="janv-24"'),
        ('"1 mars 2024"', '="1 mars 2024"'),
        ('"mars attaque"', "mars attaque"),
        ('"5 %"', '="5 %"'),
        ('"€5"', '="€5"'),
        ('"VRAI"', '="VRAI"'),
        ('"vraiment"', "vraiment"),
        ('"\U000e0020=1"', "'\U000e0020=1"),
        ('"\ufffc\ue000﹦1"', "'\ufffc\ue000﹦1"),
        ('"−1"', "'−1"),
        ('"E1101"', "E1101"),
        ('" =1"', "' =1"),
        ('"\u00a0\u200b=1"', "'\u00a0\u200b=1"),
        ('"\ufeff@SUM(A1)"', "'\ufeff@SUM(A1)"),
        ('"\u2800\u3164-1"', "'\u2800\u3164-1"),
        ('"a =1"', "a =1"),
        ('"-1.5"', "'-1.5"),
        ('"=1+1"', "'=1+1"),
        ('"=HYPERLINK(\\"http://e/\\";\\"x\\")"', "'=HYPERLINK(\"http://e/\";\"x\")"),
        ('"+33 6 00"@fr', "'+33 6 00"),
        ('"-"', "'-"),
        ('"- par écrit"', "'- par écrit"),
        ('"@SUM(A1)"', "'@SUM(A1)"),
        ('"\\t=1"', "'\t=1"),
        ('"\\r=1"', "'\r=1"),
        ('"\\n=1"', "'\n=1"),
        ('"＝1+1"', "'＝1+1"),
        ('"=1"^^<http://www.w3.org/2001/XMLSchema#integer>', "'=1"),
        ('"a;b, \\"c\\"\\nd"', 'a;b, "c"\nd'),
        ("<=cmd>", "'=cmd"),
    ],
)  # fmt: skip
def test_a_term_is_a_cell(term: str, cell: str) -> None:
    text = sheet(f"?x\t?y\n{term}\t\n".encode())
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert rows == [["x", "y"], [cell, ""]]


@given(st.lists(TEXTS, min_size=1, max_size=4), st.integers(1, 50))
def test_texts_come_back_and_none_begins_a_formula(texts: list[str], size: int) -> None:
    written = [str(ox.Literal(text)).replace("\t", "\\t") for text in texts]
    line = "\t".join(written).encode()
    header = "\t".join(f"?v{number}" for number in range(len(texts))).encode()
    read = sheet(header + b"\n" + line + b"\n", size)
    _, found = csv.reader(io.StringIO(read, newline=""), delimiter=";")
    for cell, text in zip(found or [""], texts, strict=True):
        assert cell in (text, f"'{text}", f'="{text}"')
        if cell != f'="{text}"' or not text[:1].isdigit():
            assert not cell.lstrip().startswith(("=", "+", "-", "@"))
            assert not cell.startswith(("\t", "\r"))


def test_real_solutions_make_rows() -> None:
    query = 'SELECT ?none ("x\\ty" AS ?tab) (1 AS ?n) (-2.5 AS ?d) (<http://e/a> AS ?i) {}'
    assert cells(query) == [
        ["none", "tab", "n", "d", "i"],
        ["", "x\ty", "1", "-2,5", "http://e/a"],
    ]
    assert cells("ASK {}") == [["true"]]
    assert cells("SELECT ?a { VALUES ?a { UNDEF 1 } }") == [["a"], [], ["1"]]


def test_the_sheet_is_served(client: FlaskClient) -> None:
    query = 'SELECT ("=1+1" AS ?f) ("é" AS ?e) {}'
    response = client.get("/sparql/tableur.csv", query_string={"query": query})
    assert response.data == b"\xef\xbb\xbff;e\r\n'=1+1;\xc3\xa9\r\n"
    assert response.mimetype == "text/csv"
    assert "resultats.csv" in response.headers["Content-Disposition"]
    posted = client.post("/sparql/tableur.csv", data={"query": query})
    assert posted.data == response.data
    plain = client.get("/sparql", query_string={"query": query, "format": "csv"})
    assert plain.data == b"f,e\r\n=1+1,\xc3\xa9\r\n", "the W3C's CSV stays as it is"


@pytest.mark.parametrize(
    ("query", "status", "reason"),
    [
        ({}, 400, "query"),
        ({"query": "SELEKT"}, 400, "Ligne 1"),
        ({"query": "CONSTRUCT WHERE { ?s ?p ?o }"}, 406, "tableur"),
    ],
)
def test_what_makes_no_sheet_is_refused(
    client: FlaskClient, query: dict[str, str], status: int, reason: str
) -> None:
    response = client.get("/sparql/tableur.csv", query_string=query)
    assert response.status_code == status
    assert reason in response.text
