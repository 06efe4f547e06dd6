from importlib.resources import files
from pathlib import Path

import pytest
from rdflib import Graph

import ontology
from ontology import _PREFIX

FOLDERS = {
    "metier": "metier",
    "fiche": "fiche",
    "niveau": "niveau",
    "statut": "statut",
    "interet": "interet",
    "secteur": "secteur",
    "rubrique": "rubrique",
    "stade": "stade",
    "nomenclature": "nomenclature",
    "publication": "publication",
    "for": "formation",
    "rome3": "rome/v3",
    "rome4": "rome/v4",
    "ogr": "rome/appellation",
}
ROOT = Path(str(files(ontology)))
TURTLE = sorted(ROOT.rglob("*.ttl"))
WITH_TERMS = [path for path in TURTLE if path.name != "prefixes.ttl"]


def test_base_is_the_projects() -> None:
    assert ontology.base() == "https://w3id.org/metiers-graphe/"


def test_own_namespaces_stand_under_the_base() -> None:
    base, prefixes = ontology.base(), ontology.prefixes()
    assert prefixes["mg"] == f"{base}ontology#"
    assert prefixes["shape"] == f"{base}shapes#"
    assert prefixes["graph"] == f"{base}graph/"
    assert {p: prefixes[p] for p in FOLDERS} == {p: f"{base}id/{f}/" for p, f in FOLDERS.items()}


def test_prefixes_are_as_a_turtle_parser_reads_them() -> None:
    graph = Graph(bind_namespaces="none")
    graph.parse(data=(ROOT / "prefixes.ttl").read_text("utf-8"), format="turtle")
    assert len(graph) == 0
    assert {p: str(n) for p, n in graph.namespaces()} == dict(ontology.prefixes())


def test_prefixes_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        ontology.prefixes()["mg"] = "x"  # type: ignore[index]


@pytest.mark.parametrize("path", TURTLE, ids=lambda p: p.name)
def test_each_file_parses_alone_with_the_projects_prefixes(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    declared = dict(_PREFIX.findall(text))
    assert declared
    assert declared.items() <= ontology.prefixes().items()
    assert text.count("@prefix") == len(declared), "a prefix line not in the usual form"
    Graph().parse(data=text, format="turtle")


@pytest.mark.parametrize("path", WITH_TERMS, ids=lambda p: p.name)
def test_each_file_declares_only_what_it_uses(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    body = _PREFIX.sub("", text)
    assert [p for p in dict(_PREFIX.findall(text)) if f"{p}:" not in body] == []


def test_graph_files_are_all_but_shapes_prefixes_and_everyday_names() -> None:
    on_disk = {path.relative_to(ROOT).as_posix() for path in WITH_TERMS} - {
        "shapes.ttl",
        "everyday_names.ttl",
    }
    assert set(ontology.graph_files()) == on_disk
