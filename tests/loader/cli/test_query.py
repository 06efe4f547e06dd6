"""What `metiers query` reads, in which forms it answers, and what it says of what it cannot."""

import errno
import html
import io
import json
import os
import subprocess
import time
from pathlib import Path

import pytest
from rich.console import Console

from tests.loader.command import Metiers
from tests.loader.sheets import FULL, SHORT
from tests.site import METIERS, build

LABEL = "SELECT ?l { metier:MET.9002 skos:prefLabel ?l }"
GRAPH = (
    "CONSTRUCT { metier:MET.9002 skos:prefLabel ?l } WHERE { metier:MET.9002 skos:prefLabel ?l }"
)
ARC = "guetteur/euse d'arc-en-ciel"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build two sheets, once; give the home."""
    folder = tmp_path_factory.mktemp("query")
    for name, text in (("MET.9001.md", FULL), ("MET.9002.md", SHORT)):
        (folder / name).write_text(text, "utf-8")
    build(folder / "home", folder / "MET.9001.md", folder / "MET.9002.md")
    return folder / "home"


@pytest.fixture
def ask(metiers: Metiers, built: Path, monkeypatch: pytest.MonkeyPatch) -> Metiers:
    monkeypatch.setenv("METIERS_HOME", str(built))
    return metiers


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("csv", f"l\r\n{ARC}\r\n"),
        ("tsv", f'?l\n"{ARC}"@fr\n'),
        ("json", '{"head":{"vars":["l"]},"results":{"bindings":[{"l":'),
        ("xml", '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#">'),
        ("table", "┏━━"),
        ("", f'?l\n"{ARC}"@fr\n'),
    ],
)
def test_rows_are_written_in_every_form(ask: Metiers, form: str, text: str) -> None:
    outcome = ask("query", LABEL, *([f"--format={form}"] if form else []))
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.startswith(text)
    assert ARC in html.unescape(outcome.out)


def test_rows_are_a_table_at_a_terminal(ask: Metiers, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = io.StringIO()
    monkeypatch.setattr("loader.cli.query.output", Console(file=shown, force_terminal=True))
    assert ask("query", LABEL).out == ""
    assert ARC in shown.getvalue()
    assert ask("query", LABEL, "--format", "tsv").out == f'?l\n"{ARC}"@fr\n'


def test_a_graph_is_written_in_its_forms(ask: Metiers) -> None:
    assert "skos:prefLabel" in ask("query", GRAPH).out
    assert ask("query", GRAPH, "--format", "ttl").out == ask("query", GRAPH).out
    assert ask("query", GRAPH, "--format", "nt").out == (
        "<https://w3id.org/metiers-graphe/id/metier/MET.9002>"
        f' <http://www.w3.org/2004/02/skos/core#prefLabel> "{ARC}"@fr .\n'
    )


def test_yes_and_no_are_written_in_the_forms_of_rows(ask: Metiers) -> None:
    assert ask("query", "ASK { ?s a mg:Metier }").out == "oui\n"
    assert ask("query", "ASK { ?s a mg:Nuage }", "--format", "table").out == "non\n"
    answer = ask("query", "ASK { ?s a mg:Metier }", "--format", "json").out
    assert json.loads(answer) == {"head": {}, "boolean": True}


@pytest.mark.parametrize(
    ("query", "form", "said"),
    [
        (LABEL, "ttl", "ttl est pour un graphe ; ici table, csv, json, tsv, xml"),
        ("ASK {}", "nt", "nt est pour un graphe ; ici table, csv, json, tsv, xml"),
        (GRAPH, "csv", "csv est pour des lignes ; pour un graphe, ttl ou nt"),
        (GRAPH, "table", "table est pour des lignes ; pour un graphe, ttl ou nt"),
    ],
)
def test_a_form_that_does_not_suit_is_wrong_use(
    ask: Metiers, query: str, form: str, said: str
) -> None:
    outcome = ask("query", query, "--format", form)
    assert (outcome.status, outcome.out, outcome.err) == (2, "", f"Erreur : {said}\n")


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("name", ["q.rq", "q.sparql", "été 1"])
def test_a_file_is_read_with_its_byte_order_mark(
    ask: Metiers, tmp_path: Path, mark: bytes, name: str
) -> None:
    (tmp_path / name).write_bytes(mark + LABEL.replace(" ", "\r\n").encode())
    assert ask("query", tmp_path / name).out == f'?l\n"{ARC}"@fr\n'


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_the_standard_input_is_read(
    ask: Metiers, monkeypatch: pytest.MonkeyPatch, mark: bytes
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(mark + LABEL.encode())))
    assert ask("query", "-").out == f'?l\n"{ARC}"@fr\n'


def test_a_text_is_read_with_its_byte_order_mark(ask: Metiers) -> None:
    assert ask("query", f"\ufeff{LABEL}").out == f'?l\n"{ARC}"@fr\n'


def test_a_file_that_is_not_utf_8_is_told(ask: Metiers, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_bytes(LABEL.encode("utf-16"))
    outcome = ask("query", tmp_path / "q.rq")
    assert outcome.status == 2
    assert outcome.err == f"Erreur : {tmp_path}/q.rq : octet 0xff, pas de l'UTF-8\n"
    missing = ask("query", tmp_path / "r.rq").err
    assert missing == f"Erreur : {tmp_path}/r.rq : fichier ou dossier absent\n"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (
            "SELECT * { ?s foo:x ?o }",
            "ligne 1, colonne 15 : préfixe « foo: » inconnu : ajoutez PREFIX foo: <…>,"
            " ou écrivez for:",
        ),
        (
            "# a b:c\nSELECT * {\n ?s mgg:niveau 'x:y' ; skos:note <urn:z> }",
            "ligne 3, colonne 5 : préfixe « mgg: » inconnu : ajoutez PREFIX mgg: <…>,"
            " ou écrivez mg:",
        ),
        (
            "ASK { ?s a :Nuage }",
            "ligne 1, colonne 12 : préfixe « : » inconnu : ajoutez PREFIX : <…>",
        ),
        (
            "PREFIX zz: <urn:zz:> ASK { ?s zz:a ?t . ?t qqq:b ?u . ?u rrr:c 1 }",
            "ligne 1, colonne 44 : préfixe « qqq: » inconnu : ajoutez PREFIX qqq: <…>",
        ),
        ("SELECT * {\n ?s ?p", "ligne 2, colonne 7 : il manque « } »"),
        (
            "SELECT {\n 'foo:x' ?p }",
            "ligne 2, colonne 7 : la requête ne se lit pas après « 'foo:x »",
        ),
        ("é", "ligne 1, colonne 2 : la requête ne se lit pas après « é »"),
        ("ASK {\xa0}", "U+00A0 est une espace insécable, qui n'est pas du SPARQL"),
        ("SELECT ?x (COUNT(*) AS ?n) { ?s ?p ?o }", "ni dans le GROUP BY, ni dans un agrégat"),
        ("SELECT (1 AS ?s) { ?s ?p ?o }", "une variable donnée par AS porte un nom déjà pris"),
        ("PREFIX a: <b c> ASK {}", "un IRI entre < et > est mal formé"),
    ],
)
def test_what_cannot_be_read_is_told_in_french(ask: Metiers, query: str, said: str) -> None:
    outcome = ask("query", query)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith("Erreur : question mal écrite, ligne ")
    assert said in outcome.err
    assert "expected" not in outcome.err
    assert outcome.err.count("\n") == 1


def test_columns_of_a_star_come_as_the_query_names_them(ask: Metiers) -> None:
    assert ask("query", "SELECT * { VALUES (?z ?a) { (1 2) } }", "--format=csv").out == (
        "z,a\r\n1,2\r\n"
    )


def test_a_term_that_is_unknown_is_told(ask: Metiers) -> None:
    outcome = ask("query", "SELECT (COUNT(*) AS ?n) { ?m mg:niveau_acces ?x }")
    assert outcome.status == 0
    assert outcome.out.endswith("\n0\n") or '"0"' in outcome.out
    assert outcome.err == "Remarque : mg:niveau_acces : voulez-vous dire mg:niveauAcces ?\n"


def test_what_xml_cannot_say_is_not_said_in_it(ask: Metiers) -> None:
    outcome = ask("query", r"SELECT ('\u0001' AS ?x) {}", "--format=xml")
    assert outcome.status == 1
    assert "ne peut s'écrire en XML" in outcome.err


def test_an_update_is_refused_as_one(ask: Metiers) -> None:
    outcome = ask("query", "INSERT DATA { <a:b> <a:c> 1 }")
    assert outcome.status == 2
    assert "les mises à jour" in outcome.err


ENDLESS = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.mark.parametrize(
    ("query", "form"),
    [
        (f"SELECT (COUNT(*) AS ?n) {ENDLESS}", "tsv"),
        (f"SELECT * {ENDLESS} ORDER BY ?c", "table"),
        (f"SELECT * {ENDLESS}", "csv"),
        (f"CONSTRUCT {{ ?a ?b ?l }} WHERE {ENDLESS}", "ttl"),
        (f"ASK {{ {{ SELECT (COUNT(*) AS ?n) {ENDLESS} }} FILTER(?n = 1) }}", "json"),
    ],
)
def test_what_takes_too_long_is_given_up(built: Path, query: str, form: str) -> None:
    start = time.monotonic()
    asked = subprocess.run(
        [METIERS, "query", query, "--format", form, "--timeout", "0.5"],
        env={**os.environ, "METIERS_HOME": str(built)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
        timeout=60,
    )
    assert asked.returncode == 1
    assert asked.stderr.decode() == "Erreur : pas de réponse entière en 0.5 s (--timeout)\n"
    assert time.monotonic() - start < 20


def test_what_is_in_time_is_answered(ask: Metiers) -> None:
    outcome = ask("query", LABEL, "--timeout", "60")
    assert (outcome.status, outcome.out) == (0, f'?l\n"{ARC}"@fr\n')
    assert ask("query", LABEL, "--timeout", "0").status == 2


def test_an_answer_that_cannot_be_written_is_told_in_french(
    metiers: Metiers, sheets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    metiers("build", sheets, "--skip-shacl")
    monkeypatch.setattr("loader.cli.query._write", full)
    outcome = metiers("query", "ASK {}")
    said = "Erreur : la réponse n'a pas pu être écrite : plus de place sur le disque\n"
    assert (outcome.status, outcome.err) == (1, said)
