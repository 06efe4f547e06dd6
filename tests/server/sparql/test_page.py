import html
import json
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from queries import folder
from tests.server.questions import ASK, CONSTRUCT, HTML, SELECT

COUNTED = "SELECT ?nom ?n { VALUES (?nom ?n) { ('un' 1) ('quatre' 4) } }"
PARTS = {"Accept": HTML}


def shown(client: FlaskClient, **parameters: str) -> TestResponse:
    return client.get("/sparql", query_string=parameters, headers=PARTS)


def result(page: TestResponse) -> str:
    return page.text.partition('id="resultat"')[2].partition("</section>")[0]


def test_a_browser_gets_a_form(client: FlaskClient) -> None:
    response = shown(client)
    assert response.status_code == 200
    assert "<textarea" in response.text
    assert "Accept" in response.vary
    empty = shown(client, query=" ")
    assert "<textarea" in empty.text
    assert result(empty).strip() == ">"


def test_a_page_leads_to_the_whole_result(client: FlaskClient) -> None:
    for query, name in ((SELECT, "tsv"), (CONSTRUCT, "jsonld")):
        page = result(shown(client, query=query))
        assert f'<button name="format" value="{name}">' in page
        assert f'<input type="hidden" name="query" value="{html.escape(query)}">' in page
    assert "tableur" not in page
    assert 'formaction="/sparql/tableur.csv"' in result(shown(client, query=SELECT))


def test_a_page_keeps_the_dataset_of_its_query(client: FlaskClient) -> None:
    graphs = {"default-graph-uri": "http://e/a", "named-graph-uri": "http://e/b"}
    page = result(shown(client, query=SELECT, **graphs))
    for name, value in graphs.items():
        assert f'<input type="hidden" name="{name}" value="{value}">' in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (SELECT, "<td>assistante de gestion"),
        (ASK, "Oui"),
        ("ASK { <http://e/> ?p ?o }", "Non"),
        (CONSTRUCT, 'href="/doc/metier/MET.797"'),
        ("SELECT * { <http://e/> ?p ?o }", "Aucune ligne"),
        ("SELECT ?x { VALUES ?x { 1 2 } }", "2 lignes</span>"),
        ("SELECT ?x { VALUES ?x { 1 } }", "1 ligne</span>"),
        ('SELECT ("<script>alert(1)</script>" AS ?x) {}', "&lt;script&gt;"),
        ("SELECT (<javascript:alert(1)> AS ?x) {}", "<td>javascript:alert(1)"),
    ],
)
def test_a_browser_gets_its_results_as_a_table(
    client: FlaskClient, query: str, expected: str
) -> None:
    response = shown(client, query=query)
    assert response.status_code == 200
    assert expected in response.text
    assert "<script" not in result(response)
    assert 'href="javascript' not in response.text


def test_things_are_shown_by_their_names(client: FlaskClient) -> None:
    query = "SELECT ?m { ?m a <https://w3id.org/metiers-graphe/ontology#Metier> }"
    page = result(shown(client, query=query))
    assert re.search(
        r'<a class="node" href="/doc/metier/MET.797"[^>]*>assistant/e de gestion', page
    )
    assert "<code>metier:MET.797</code>" in page


def test_a_long_result_is_shown_by_pages_of_a_bounded_length(client: FlaskClient) -> None:
    numbers = " ".join(map(str, range(40)))
    query = f"SELECT * {{ VALUES ?a {{ {numbers} }} VALUES ?b {{ {numbers} }} }} ORDER BY ?a ?b"
    seen: list[str] = []
    following = "0"
    for _ in range(3):
        response = shown(client, query=query, apres=following)
        page = result(response)
        assert len(response.data) < 60_000
        seen += re.findall(r"<tr><td.*?</tr>", page)
        found = re.search(r'name="apres" value="([1-9]\d*)"', page)
        assert found
        following = found[1]
        assert int(following) == len(seen)
    assert len(set(seen)) == len(seen)
    assert "d'autres suivent" in page
    assert 'name="apres" value="0"' in page


@pytest.mark.parametrize("said", ["-1", "x", "9" * 30, "²", "10001"])
def test_a_page_that_makes_no_sense_is_the_first(client: FlaskClient, said: str) -> None:
    assert "2 lignes</span>" in result(shown(client, query=COUNTED, apres=said))


def test_pages_go_only_so_far(client: FlaskClient) -> None:
    page = result(shown(client, query="SELECT * { ?s ?p ?o . ?t ?q ?u }", apres="10000"))
    assert "lignes 10001 à " in page
    assert "d'autres suivent" in page
    assert re.findall(r'name="apres" value="(\d+)"', page) == ["0"]


def test_a_page_past_the_last_row_leads_back(client: FlaskClient) -> None:
    page = result(shown(client, query=COUNTED, apres="50"))
    assert "Aucune ligne" in page
    assert 'name="apres" value="0"' in page


def test_a_result_that_fits_is_shown_as_a_chart(client: FlaskClient) -> None:
    page = result(shown(client, query=COUNTED, vue="graphique"))
    assert re.findall(r'<rect width="([\d.]+)"', page) == ["25.0", "100.0"]
    assert '<th scope="row">quatre</th>' in page
    assert '<td class="number">4</td>' in page
    assert "Un graphique demande" in result(shown(client, query=SELECT, vue="graphique"))


@pytest.mark.parametrize(
    ("query", "view", "expected"),
    [
        (COUNTED, "json", "{&#34;head&#34;:{&#34;vars&#34;:[&#34;nom&#34;,&#34;n&#34;]}"),
        (COUNTED, "csv", "nom,n\r\nun,1"),
        (CONSTRUCT, "ttl", "metier:MET.797 mg:feminin"),
        (CONSTRUCT, "jsonld", "&#34;@id&#34;"),
    ],
)
def test_a_result_is_shown_as_it_is_serialised(
    client: FlaskClient, query: str, view: str, expected: str
) -> None:
    page = result(shown(client, query=query, vue=view))
    assert expected in page.partition('<pre class="raw"')[2].partition("</pre>")[0]
    assert f'value="{view}" aria-current="true"' in page


def test_the_beginning_of_a_long_text_is_shown(client: FlaskClient) -> None:
    response = shown(client, query="SELECT * { ?s ?p ?o . ?t ?q ?u }", vue="json")
    assert len(response.data) < 60_000
    assert "…</pre>" in response.text


def test_an_empty_graph_has_no_row_in_any_view(client: FlaskClient) -> None:
    for view in ("", "ttl", "jsonld"):
        page = shown(client, query="CONSTRUCT { ?s ?p 1 } { <urn:none> ?p ?s }", vue=view)
        assert page.status_code == 200
        assert view == "jsonld" or "Aucune ligne" in result(page)


def test_a_view_is_chosen_in_a_form_that_is_posted(client: FlaskClient) -> None:
    page = client.post("/sparql", data={"query": COUNTED, "vue": "csv"}, headers=PARTS)
    assert "nom,n\r\nun,1" in result(page)


@pytest.mark.parametrize(("query", "view"), [(CONSTRUCT, "csv"), (COUNTED, "ttl"), (SELECT, "x")])
def test_a_view_that_does_not_fit_is_a_table(client: FlaskClient, query: str, view: str) -> None:
    page = result(shown(client, query=query, vue=view))
    assert "<table>" in page
    assert 'value="tableau" aria-current="true"' in page


def test_an_example_is_asked_by_its_name(client: FlaskClient) -> None:
    name, example = "niveaux_comptes", folder("api")["niveaux_comptes"]
    page = shown(client, exemple=name)
    assert example.body.strip() in html.unescape(page.text)
    assert f'<input type="hidden" name="exemple" value="{name}">' in page.text
    assert '<input type="hidden" name="query"' not in page.text
    rows = client.get("/sparql.csv", query_string={"exemple": name}).text
    assert rows.startswith("niveau,nom,metiers\r\n")
    sheet = client.get("/sparql/tableur.csv", query_string={"exemple": name}).text
    assert sheet.startswith("\ufeffniveau;nom;metiers\r\n")


def test_a_query_goes_before_an_example(client: FlaskClient) -> None:
    page = shown(client, query=ASK, exemple="niveaux_comptes").text
    assert '<input type="hidden" name="exemple"' not in page
    assert "Oui" in page


def test_an_example_that_there_is_not_is_not_found(client: FlaskClient) -> None:
    response = shown(client, exemple="<b>")
    assert response.status_code == 404
    assert "Aucun exemple ne s&#39;appelle « &lt;b&gt; »" in response.text


def test_every_example_is_a_short_link_away(client: FlaskClient) -> None:
    links = {f'href="/sparql?exemple={name}"' for name in folder("api")}
    editor = client.get("/sparql", headers=PARTS).text
    pages = "".join(client.get(f"/exemples?page={number}").text for number in (1, 2, 3))
    assert {link for link in links if link not in editor or link not in pages} == set()


@pytest.mark.parametrize(
    ("query", "status", "reason"),
    [
        ("SELEKT", 400, "Ligne 1, colonne 7"),
        ("DROP ALL", 400, "mises à jour"),
        ("ASK { SERVICE <http://e/> {} }", 403, "SERVICE"),
    ],
)
def test_a_browser_keeps_its_query_beside_the_error(
    client: FlaskClient, query: str, status: int, reason: str
) -> None:
    response = shown(client, query=query)
    assert response.status_code == status
    assert response.mimetype == HTML
    assert reason in response.text
    assert query.partition(" ")[0] in response.text


def test_an_unreadable_query_is_explained_and_the_engine_quoted(client: FlaskClient) -> None:
    query = {"query": "SELECT ?x {\n ?x foo:a ?y }"}
    problem = json.loads(client.get("/sparql", query_string=query).data)
    assert problem["detail"].startswith("Ligne 2, colonne 5 : préfixe « foo: » inconnu")
    assert (problem["line"], problem["column"]) == (2, 5)
    assert problem["engine"].startswith("error at ")
    page = shown(client, **query).text
    before, _, folded = page.partition('role="alert"')[2].partition("<details>")
    assert "préfixe « foo: » inconnu" in before
    assert "error at " not in before
    assert "error at " in folded.partition("</details>")[0]
    other = client.get("/sparql", query_string=query | {"format": "csv"}, headers=PARTS)
    assert "<details>" in other.text


@pytest.mark.parametrize(
    ("query", "place", "line"),
    [
        ("ASK {\n ?x foo:a ?y }", (2, 5), "?x <mark>foo:a</mark> ?y }"),
        ("SELEKT", (1, 7), "SELEKT<mark> </mark>"),
        ("ASK { ?s ?p ?o } }", (1, 19), "ASK { ?s ?p ?o } }<mark> </mark>"),
        ("SELECT ?x WERE { '<b>' }", (1, 16), "WERE <mark>{</mark> &#39;&lt;b&gt;&#39; }"),
    ],
)
def test_a_fault_is_shown_at_its_line(
    client: FlaskClient, query: str, place: tuple[int, int], line: str
) -> None:
    page = result(shown(client, query=query))
    assert f'data-line="{place[0]}" data-column="{place[1]}"' in page
    assert line in page
    assert f"<span>{place[0]}</span>" in page


def test_a_prefix_of_the_project_that_is_missing_is_one_click_away(client: FlaskClient) -> None:
    page = result(shown(client, query="SELECT ?l { ?x skos:prefLabel ?l }"))
    found = re.search(r'<p><a href="([^"]+)">', page)
    assert found
    mended = client.get(html.unescape(found[1]), headers=PARTS)
    assert mended.status_code == 200
    assert "<table>" in mended.text
    assert "<p><a" not in result(shown(client, query="SELECT ?l { ?x foo:a ?l }"))


def test_an_english_page_says_its_faults_in_english_or_french(client: FlaskClient) -> None:
    client.set_cookie("lang", "en")
    page = shown(client, query="SELEKT")
    assert page.status_code == 400
    assert 'lang="en"' in page.text
    assert 'data-line="1" data-column="7"' in page.text


def test_the_scripts_are_there_once_they_are_built(
    client: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(app, "static_folder", str(tmp_path))
    assert "dist/editor.js" not in shown(client).text
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "editor.js").touch()
    assert '<script type="module" src="/static/dist/editor.js">' in shown(client).text


def test_a_long_query_keeps_its_page_short(client: FlaskClient) -> None:
    rows = " ".join(f'"{number:06}"' for number in range(800))
    response = shown(client, query=f"SELECT * {{ VALUES ?x {{ {rows} }} ?s ?p ?o }}")
    assert response.status_code == 200
    assert 'class="views" action="/sparql" method="post"' in response.text
    assert len(response.data) < 90_000


BLANK = st.text(" \t\r\n", max_size=6)
COMMENT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\n"), max_size=30
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=BLANK, after=BLANK, comment=COMMENT)
def test_a_page_holds_a_question_to_the_letter(
    client: FlaskClient, before: str, after: str, comment: str
) -> None:
    query = f"{before}SELECT ?x {{ VALUES ?x {{ 1 }} }}#{comment}\r\n{after}"
    sent = query.removeprefix("\ufeff")
    for response in (shown(client, query=query), client.post("/sparql", data={"query": query})):
        if response.mimetype != "text/html":
            continue
        assert "\r" not in response.text
        written = response.text.partition("<textarea")[2].partition("</textarea>")[0]
        assert html.unescape(written.partition(">\n")[2]) == sent
        hidden = re.findall(r'name="query" value="([^"]*)"', response.text)
        assert [html.unescape(each) for each in hidden] == [sent]


def test_a_page_holds_no_null(client: FlaskClient) -> None:
    response = shown(client, query='ASK { ?s ?p "\0" }')
    assert response.status_code == 400
    assert "U+0000" in response.text
    assert "\0" not in response.text


def test_all_missing_prefixes_are_one_click_away(client: FlaskClient) -> None:
    query = "SELECT ?l { ?x skos:prefLabel ?l ; a mg:Metier } LIMIT 1"
    page = result(shown(client, query=query))
    assert "Ajouter ces 2 préfixes et exécuter" in page
    link = re.search(r'<p><a href="([^"]+)">', page)
    assert link
    assert client.get(html.unescape(link[1]), headers=PARTS).status_code == 200


def test_a_long_number_is_shortened_and_whole_at_hand(client: FlaskClient) -> None:
    query = "SELECT ?nom ?n { VALUES (?nom ?n) { ('un' 0.123456789) ('deux' 2.5) } }"
    for view in ("", "graphique"):
        page = result(shown(client, query=query, vue=view))
        whole = '<summary>0.1234…</summary><data value="0.123456789">0.123456789</data>'
        assert whole in page
        assert page.count("<details") == 1
    assert "0.123456789" in client.get("/sparql.csv", query_string={"query": query}).text


def test_bounds_are_said_before_a_question_is_run(client: FlaskClient) -> None:
    page = shown(client).text.replace("\u202f", " ")
    assert "au plus 30 s et rend au plus 1 000 000 lignes" in page
    refused = shown(client, query="ASK { SERVICE <http://e/> { ?s ?p ?o } }").text
    assert "SERVICE n'est pas admis" in html.unescape(refused.partition('class="judged"')[2])
    misspelt = shown(client, query="ASK { ?s mg:niveauAces ?o }").text
    assert '"replacement": "mg:niveauAcces"' in html.unescape(misspelt)
