"""The pages of the quiz: any screen from any other, reasons, and answers that nothing keeps."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from flask.testing import FlaskClient
from lxml import html

from server.app import create_app
from server.http.negotiation import VARY
from server.settings import Settings
from server.sparql.query_pool import EXTENSION
from tests.site import build, serving_with_log

HTML = {"Accept": "text/html"}
SOME = "i=j-aime-bouger&i=j-aime-la-nature&r=R&r=S"


@pytest.fixture(scope="module")
def seeded(planted: Path) -> Iterator[FlaskClient]:
    app = create_app(Settings(home=planted.parent.parent))
    yield app.test_client()
    app.extensions[EXTENSION].close()


def page(client: FlaskClient, address: str) -> html.HtmlElement:
    response = client.get(address, headers=HTML)
    assert response.status_code == 200
    return html.fromstring(response.text)


def screens(client: FlaskClient) -> int:
    return len(page(client, f"/quiz?{SOME}").xpath("//tr"))


def test_there_are_ten_screens_at_most_the_first_and_the_last_included(seeded: FlaskClient) -> None:
    assert 3 <= screens(seeded) <= 8


def test_every_screen_keeps_the_answers_of_the_others(seeded: FlaskClient) -> None:
    for number in range(1, screens(seeded) + 1):
        shown = page(seeded, f"/quiz?{SOME}&e={number}")
        hidden = shown.xpath("//main//input[@type='hidden']/@value")
        ticked = shown.xpath("//main//input[@checked]/@value")
        assert sorted(hidden + ticked) == sorted(["j-aime-bouger", "j-aime-la-nature", "R", "S"])
        (form,) = shown.xpath("//main//form")
        assert form.get("method", "get").lower() == "get"


def test_every_answer_can_be_changed_from_everywhere(seeded: FlaskClient) -> None:
    for address in (f"/quiz?{SOME}&e=2", f"/quiz/metiers?{SOME}", f"/quiz?{SOME}"):
        links = page(seeded, address).xpath("//td[@class='asks']/a/@href")
        assert [re.search(r"e=(\d+)$", link)[1] for link in links] == [  # type: ignore[index]
            str(number) for number in range(1, screens(seeded) + 1)
        ]
        assert all("i=j-aime-bouger&i=j-aime-la-nature&r=R&r=S" in link for link in links)


@pytest.mark.parametrize(
    ("asked", "shown"), [("0", 1), ("1", 1), ("99", None), ("-1", 0), ("x", 0), ("9999", 0)]
)
def test_a_screen_that_is_not_there_is_the_nearest_or_the_beginning(
    seeded: FlaskClient, asked: str, shown: int | None
) -> None:
    said = page(seeded, f"/quiz?e={asked}").xpath("string(//p[@class='kind'])")
    found = re.search(r"écran (\d+) sur (\d+)", said)
    if shown == 0:
        assert found is None
    else:
        assert found is not None
        assert int(found[1]) == (shown or int(found[2]))


def test_the_metiers_come_with_their_reasons_both_before_either(seeded: FlaskClient) -> None:
    shown = page(seeded, "/quiz/metiers?i=j-aime-bouger&i=j-aimerais-travailler-dehors")
    titles = shown.xpath("//main//section/h2/text()")
    assert titles[:2] == ["Les deux envies", "L'une ou l'autre envie"]
    first = shown.xpath("string((//ul[contains(@class, 'hits')]/li)[1])")
    assert "j'aime bouger · j'aimerais travailler dehors" in first
    again = page(seeded, "/quiz/metiers?i=j-aimerais-travailler-dehors&i=j-aime-bouger")
    listed = "//ul[contains(@class, 'hits')]/li/a/@href"
    assert again.xpath(listed) == shown.xpath(listed)


def test_the_code_and_the_edition_of_the_letters_are_said(seeded: FlaskClient) -> None:
    shown = page(seeded, "/quiz/metiers?r=R&r=C")
    assert shown.xpath("//h2/text()")[0] == "Par la façon de travailler"
    assert re.search(r"RIASEC \w( et \w)?, par le code", shown.text_content())
    assert shown.xpath("//span[@class='by']/a[starts-with(@href, '/doc/rome/v4/')]")
    assert re.search(r"ROME 4.0, édition v\d+", shown.text_content())


def test_without_answers_nothing_is_pretended(seeded: FlaskClient) -> None:
    shown = page(seeded, "/quiz/metiers")
    assert shown.xpath("//h1/text()") == ["Rien n'est coché"]
    assert shown.xpath("//ul[contains(@class, 'hits')]") == []
    assert page(seeded, "/quiz/calcul").xpath("//h1")


def test_a_release_without_rome_4_asks_for_interests_only(tmp_path: Path, seeds: Path) -> None:
    app = create_app(Settings(home=build(tmp_path, seeds / "fiches").parent.parent))
    try:
        client = app.test_client()
        assert "RIASEC" not in client.get("/quiz?e=9", headers=HTML).text
        assert client.get("/quiz/metiers?r=R", headers=HTML).status_code == 200
        assert client.get("/quiz/calcul", headers=HTML).status_code == 200
    finally:
        app.extensions[EXTENSION].close()


@pytest.mark.parametrize("path", ["/quiz", "/quiz/metiers"])
def test_nothing_is_kept_of_who_answers(seeded: FlaskClient, path: str) -> None:
    response = seeded.get(f"{path}?{SOME}&e=1", headers=HTML)
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "private" in response.headers["Cache-Control"]
    assert response.headers["Vary"] == VARY
    assert "Set-Cookie" not in response.headers
    assert "localStorage" not in response.text
    canonical: list[str] = html.fromstring(response.text).xpath("//link[@rel='canonical']/@href")  # type: ignore[assignment]
    assert canonical == ["/quiz"]
    assert f"Disallow: {path}" in seeded.get("/robots.txt").text


def test_no_request_carries_answers_to_a_log(planted: Path, tmp_path: Path) -> None:
    file = tmp_path / "log"
    with (
        file.open("wb") as out,
        serving_with_log(planted.parent.parent, out.fileno(), METIERS_LOG="info") as address,
    ):
        for path in ("/quiz", "/quiz/metiers", "/quiz/nowhere"):
            for query in (SOME, f"{SOME}&e=2", f"{SOME}&e=%zz&page=x"):
                try:
                    urlopen(f"{address}{path}?{query}").close()
                except OSError:
                    assert path == "/quiz/nowhere"
    log = file.read_text("utf-8")
    requests = [said for line in log.splitlines() if "path" in (said := json.loads(line))]
    assert [said["path"] for said in requests].count("/quiz/metiers") == 3
    assert "j-aime" not in log
    assert "i=" not in log
    assert "?" not in "".join(said["path"] for said in requests)
