"""What the README shows is what happens."""

import re
from pathlib import Path

from tests.conftest import ROOT
from tests.loader.command import Metiers

README = (ROOT / "README.md").read_text("utf-8")


def test_its_first_question_has_the_answer_that_it_shows(metiers: Metiers, seeds: Path) -> None:
    shown = re.search(r"metiers query '(.+?)'\n```\n```\n(.+?)```", README, re.DOTALL)
    assert shown
    metiers("build", seeds, "--skip-shacl")
    assert metiers("query", shown[1]).out == shown[2]


def test_its_iris_are_in_the_seeds(metiers: Metiers, seeds: Path) -> None:
    metiers("build", seeds, "--skip-shacl")
    section = README.partition("## Les IRI")[2].partition("\n## ")[0]
    iris = set(re.findall(r"`((?:id|graph)/[^`{…]+)`", section))
    assert len(iris) > 10
    for iri in iris:
        base = "https://w3id.org/metiers-graphe/"
        asked = (
            f"ASK {{ {{ <{base}{iri}> ?p ?o }} UNION {{ GRAPH <{base}{iri}> {{ ?s ?p ?o }} }} }}"
        )
        assert metiers("query", asked).out == "oui\n", iri
