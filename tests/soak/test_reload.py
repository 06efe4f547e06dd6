"""Releases switch under a client at full speed: nothing fails, no answer mixes two of them."""

import json
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from tests.loader.command import Metiers
from tests.loader.sheets import FULL, SHORT
from tests.site import build, serving

pytestmark = pytest.mark.soak

SWITCHES = 20
QUERY = """SELECT ?one ?other WHERE {
  <https://w3id.org/metiers-graphe/id/metier/MET.9001> <http://purl.org/dc/terms/description> ?one .
  <https://w3id.org/metiers-graphe/id/metier/MET.9002> <http://purl.org/dc/terms/description> ?other
}"""


def _write(folder: Path, number: int) -> None:
    for name, sheet in (("MET.9001.md", FULL), ("MET.9002.md", SHORT)):
        text = sheet.replace("## Présentation\n\n", f"## Présentation\n\nn° {number}\n\n", 1)
        (folder / name).write_text(text, "utf-8")


def test_a_client_sees_no_failure_and_no_mixture(metiers: Metiers, tmp_path: Path) -> None:
    sources = tmp_path / "sources"
    sources.mkdir()
    _write(sources, 0)
    stop = threading.Event()
    answers: list[tuple[str, str]] = []
    failures: list[str] = []
    build(metiers.home, sources)
    with serving(metiers.home) as address:
        url = f"{address}/sparql?format=json&query={urllib.parse.quote(QUERY)}"
        clients = [
            threading.Thread(target=_ask, args=(url, stop, answers, failures)) for _ in range(4)
        ]
        for client in clients:
            client.start()
        for number in range(1, SWITCHES + 1):
            _write(sources, number)
            assert metiers("build", sources, "--skip-shacl").status == 0
            time.sleep(0.3)
        time.sleep(1.5)
        stop.set()
        for client in clients:
            client.join()
    assert failures == []
    assert len(answers) > 1000
    assert [pair for pair in answers if pair[0].split("\n")[0] != pair[1].split("\n")[0]] == []
    assert answers[-1][0].startswith(f"n° {SWITCHES}")


def _ask(
    url: str, stop: threading.Event, answers: list[tuple[str, str]], failures: list[str]
) -> None:
    while not stop.is_set():
        try:
            with urllib.request.urlopen(url) as response:
                (row,) = json.load(response)["results"]["bindings"]
                answers.append((row["one"]["value"], row["other"]["value"]))
        except (urllib.error.URLError, ConnectionError, ValueError) as error:
            failures.append(repr(error))
