import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from server.explore.facet_data import FacetedMetier
from server.search.intentions import Intentions
from server.search.matches import SearchHit, SearchResults
from server.search.wishes import WishView, without_words

JSON = {"Accept": "application/json"}
HTML = {"Accept": "text/html"}


@pytest.mark.parametrize(
    ("text", "words", "rest"),
    [
        ("bien payé sans bac", ["sans", "bac"], "bien payé"),
        ("Métier à l'étranger", ["a", "l", "etranger"], "Métier"),
        ("alternance", ["alternance"], ""),
    ],
)
def test_a_query_without_a_wish_is_written_as_it_was(
    text: str, words: list[str], rest: str
) -> None:
    assert without_words(text, words) == rest


def test_wishes_are_filters_that_can_be_taken_away(client: FlaskClient) -> None:
    page = client.get("/recherche", query_string={"q": "bac +2 en alternance"}, headers=HTML).text
    assert "Vous cherchez" in page
    assert re.findall(r'<li>([^<]+) <a href="([^"]+)">ôter', unescape(page)) == [
        ("jusqu'à bac + 2", "/recherche?q=en+alternance"),
        ("en alternance", "/recherche?q=bac+%2B2"),
    ]


def test_wishes_are_told_as_json(client: FlaskClient) -> None:
    found = client.get("/recherche", query_string={"q": "bac +2 en alternance"}, headers=JSON)
    told = found.get_json()
    assert [(each["facet"], each["value"]) for each in told["intentions"]] == [
        ("niveau", "bac-2"), ("alternance", "yes"),
    ]  # fmt: skip
    assert told["explorer"].startswith("/explorer?niveau=")


def test_a_name_in_english_is_said_to_be_one(client: FlaskClient) -> None:
    page = client.get("/recherche?q=joiner", headers=HTML).text
    assert "trouvé par le nom anglais « joiner »" in unescape(page)


def test_a_passage_is_quoted_with_what_matched(client: FlaskClient) -> None:
    page = client.get("/recherche?q=raboter", headers=HTML).text
    assert "Scier &lt;vite&gt;, <mark>raboter</mark>." in page


def test_a_metier_says_its_level(client: FlaskClient) -> None:
    page = client.get("/recherche?q=assistante+de+gestion", headers=HTML).text
    assert 'class="quiet">bac + 2' in page


FITS, LACKS, UNSAID = (
    SearchHit(f"https://e/{name}", "metier", name, "", "", "own")
    for name in ("fits", "lacks", "unsaid")
)
TOLD = SearchHit("https://e/told", "metier", "told", "", "", "text")
OTHER = SearchHit("https://e/other", "metier", "other", "", "", "wish")
INTEREST = SearchHit("https://e/interest", "interet", "interest", "", "", "own")
WISH = WishView(
    [],
    "/explorer?niveau=bac",
    [FacetedMetier(each.iri, each.label, None, None) for each in (FITS, OTHER)],
    frozenset({LACKS.iri}),
)


@pytest.mark.parametrize(
    ("is_all", "type_", "hits", "left"),
    [
        (True, "", [INTEREST, FITS, LACKS, UNSAID], [INTEREST, FITS, UNSAID, OTHER]),
        (True, "", [FITS, TOLD], [FITS, OTHER]),
        (True, "interet", [INTEREST], [INTEREST]),
        (True, "metier", [FITS, LACKS], [FITS, OTHER]),
        (False, "", [INTEREST, FITS, LACKS, UNSAID], [INTEREST, FITS, UNSAID]),
        (False, "", [INTEREST, LACKS], [INTEREST, LACKS]),
    ],
)
def test_what_the_wishes_rule_out_is_no_result_and_all_that_fits_is_one(
    is_all: bool, type_: str, hits: list[SearchHit], left: list[SearchHit]
) -> None:
    found = SearchResults(hits, "", False, False, [], Intentions((), is_all))
    assert WISH.narrow(found, type_) == left


def test_what_comes_after_a_diploma_has_a_page_of_its_own(client: FlaskClient) -> None:
    page = client.get("/recherche?q=comptable+après+un+BTS", headers=HTML).text
    assert '<a class="node" href="/apres/bts">Après un BTS</a>' in page
    assert "comptable" in re.findall(r'<a class="node"[^>]*>([^<]+)</a>', page)
