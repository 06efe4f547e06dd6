"""What the READMEs show is what happens; the first is a door, and every door leads somewhere."""

import os
import re
import struct
import subprocess
from pathlib import Path

import pytest

from tests.browser.picture import MOST, PICTURE
from tests.conftest import ROOT
from tests.loader.command import Metiers
from tests.readmes import TRACKED, section

README = (ROOT / "README.md").read_text("utf-8")
ALL = [path for path in TRACKED if path.endswith(".md") and not path.startswith("seeds/f")]
LONGEST = 120


def test_it_can_be_read_at_one_sitting_half_of_it_in_english() -> None:
    assert README.count("\n") <= LONGEST
    english, french = (
        README.partition(title)[2].partition("\n## ")[0]
        for title in ("\n## In English\n", "\n## En français\n")
    )
    assert 0.8 < len(_prose(english)) / len(_prose(french)) < 1.25


def _prose(text: str) -> list[str]:
    """Return the words of a text, what is typed or drawn left out."""
    return re.sub(r"^\|.*$", "", "".join(text.split("```")[::2]), flags=re.MULTILINE).split()


def test_it_names_every_folder_at_the_top() -> None:
    folders = {path.partition("/")[0] for path in TRACKED if "/" in path} - {".ci"}
    linked = set(re.findall(r"\]\((\w+)/README\.md\)", README))
    assert linked == folders
    drawn = section(README, "La maison")
    assert set(re.findall(r"^(\w+)/ ", drawn, re.MULTILINE)) == folders


@pytest.mark.parametrize("path", ALL)
def test_every_link_inside_the_project_leads_somewhere(path: str) -> None:
    links = re.findall(r"\]\((?!\w+:)([^)#]+)", (ROOT / path).read_text("utf-8"))
    targets = {(ROOT / path).parent.joinpath(link).resolve() for link in links}
    tracked = {(ROOT / each).resolve() for each in TRACKED}
    assert targets - tracked == set()


def test_its_picture_is_a_png_that_is_not_too_heavy_to_take_along() -> None:
    data = PICTURE.read_bytes()
    width, height = struct.unpack(">II", data[16:24])
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert len(data) < MOST
    assert 1000 <= width <= 1400
    assert height < width
    assert f"]({PICTURE.relative_to(ROOT)})" in README


@pytest.mark.parametrize(
    ("given", "options"),
    [
        ({}, ""),
        ({"METIERS_PORT": "8123", "METIERS_HOST": "0.0.0.0"}, ""),
        ({"PORT": "8124"}, "--port 8124"),
        ({"HOST": "::1", "PORT": "8124"}, "--host ::1 --port 8124"),
    ],
)
def test_make_serve_hears_the_settings(given: dict[str, str], options: str) -> None:
    ours = ("HOST", "PORT", "MAKEFLAGS", "MFLAGS", "MAKELEVEL")  # the tests may be run by make
    others = {name: value for name, value in os.environ.items() if name not in ours}
    told = subprocess.run(
        ["make", "--dry-run", "serve"],
        cwd=ROOT,
        env={**others, **given},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.splitlines()[-1].split() == [".venv/bin/metiers", "serve", *options.split()]


def test_every_command_of_make_that_is_named_is_there() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {
        name
        for path in ALL
        for name in re.findall(r"(?:`|^)make ([a-z]+)", (ROOT / path).read_text("utf-8"), re.M)
    }
    assert {"serve", "test", "picture"} <= named <= targets


def test_its_first_question_has_the_answer_that_it_shows(metiers: Metiers, seeds: Path) -> None:
    shown = re.search(r"metiers query '(.+?)'\n```\n```\n(.+?)```", README, re.DOTALL)
    assert shown
    metiers("build", seeds, "--skip-shacl")
    assert metiers("query", shown[1]).out == shown[2]


def test_the_iris_of_the_ontology_are_in_the_seeds(metiers: Metiers, seeds: Path) -> None:
    metiers("build", seeds, "--skip-shacl")
    said = section((ROOT / "ontology/README.md").read_text("utf-8"), "Les IRI")
    iris = set(re.findall(r"`((?:id|graph)/[^`{…]+)`", said))
    assert len(iris) > 10
    for iri in iris:
        base = "https://w3id.org/metiers-graphe/"
        asked = (
            f"ASK {{ {{ <{base}{iri}> ?p ?o }} UNION {{ GRAPH <{base}{iri}> {{ ?s ?p ?o }} }} }}"
        )
        assert metiers("query", asked).out == "oui\n", iri
