"""What the READMEs of the rooms say is so, and their lists name all that there is to touch."""

import re
import tomllib
from pathlib import Path

import pytest

from loader.corpus.formats import FORMATS
from loader.sources.catalogue import SOURCES
from queries import folder
from server.http.language import LANGUAGES
from server.settings import Settings
from tests.conftest import ROOT
from tests.queries.test_queries import BROKEN, FOLDERS, SUBJECTS
from tests.readmes import (
    READMES,
    code,
    files_at,
    naming,
    own_paths,
    pattern,
    places,
    table,
    text_of,
)


@pytest.mark.parametrize("room", READMES)
def test_every_path_that_a_readme_names_exists(room: str) -> None:
    named = own_paths(READMES[room])
    assert f"{room}/" in READMES[room]
    assert [each for each in named if not files_at(each)] == []


@pytest.mark.parametrize("room", ["loader", "server"])
def test_every_room_is_on_the_map(room: str) -> None:
    rooms = {path.parent.name for path in (ROOT / room).glob("*/__init__.py")}
    drawn = set(re.findall(rf"\b{room}/(\w+)", "".join(READMES[room].split("```")[1::2])))
    assert rooms - drawn - {"cli"} == set()


class _Read(dict[str, str]):
    """An environment that says nothing, and notes what it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def get(self, key: str, default: object = None) -> None:  # type: ignore[override]
        self.names.add(key)


def test_every_setting_is_documented_with_its_default() -> None:
    read = _Read()
    Settings.from_environment(read)
    documented = {code(row[0])[0]: "".join(code(row[1])) for row in table("server", "Les réglages")}
    assert documented.keys() == read.names
    assert Settings.from_environment(documented) == Settings.from_environment({})


def test_every_kind_of_test_is_documented() -> None:
    settings = tomllib.loads(text_of("pyproject.toml"))["tool"]["pytest"]["ini_options"]
    kinds = {line.partition(":")[0] for line in settings["markers"]}
    assert {kind for kind in kinds if not re.search(rf"\b{kind}`", READMES["tests"])} == set()


_CODES = "|".join(list(LANGUAGES)[1:])
MODELS = {
    ("loader", "Ajouter une source"): (
        {"source": "fap", "format": "fap"},
        r"(?i)(?<![a-z])fap",
        ("loader/", "ontology/"),
    ),
    ("queries", "Ajouter une question"): (
        {"dossier": "(?:browse|checks)", "nom": "(?:graph_summary|nom_repete)"},
        r"\b(?:graph_summary|nom_repete)\b",
        ("queries/", "loader/", "server/", "tests/queries/", "tests/server/"),
    ),
    ("server", "Ajouter une page"): (
        {"page": "panorama"},
        r"(?i)panorama",
        ("server/", "tests/server/", "tests/browser/"),
    ),
    ("server", "Ajouter une langue"): (
        {"langue": f"(?:{_CODES})"},
        rf'"(?:{_CODES})"|@(?:{_CODES})\b|[a-z]_(?:{_CODES})\b|/(?:{_CODES})/',
        ("server/", "queries/", "ontology/", "Makefile"),
    ),
}
"""By list: what its placeholders are for its model, the words that name it, where to look."""
NAMESAKES = {
    "ontology/everyday_names.ttl",
    "ontology/json_schema.py",
    "ontology/words.py",
    "server/templates/api_console.html",
    "server/templates/relier.html",
}
"""Where « en » is the French preposition, or the one language of what has but one: JSON Schemas,
Swagger UI, the menus of OpenRefine; or where a word is in English, whatever the pages speak."""


@pytest.mark.parametrize(("room", "title"), MODELS)
def test_a_list_names_all_that_its_model_touches_and_nothing_else(room: str, title: str) -> None:
    names, words, folders = MODELS[room, title]
    listed = [pattern(each, **names) for each in places(room, title)]
    touched = [path for path in naming(re.compile(words), *folders) if path not in NAMESAKES]
    unlisted = [path for path in touched if not any(each.fullmatch(path) for each in listed)]
    assert [path for path in unlisted if Path(path).name != "README.md"] == []
    everywhere = naming(re.compile(words), "")
    assert [each.pattern for each in listed if not any(map(each.fullmatch, everywhere))] == []


@pytest.mark.parametrize("reader", sorted({each.read.__module__ for each in FORMATS}))
def test_every_format_has_the_test_that_the_list_says(reader: str) -> None:
    name = reader.split(".")[2]
    assert "tests/loader/sources/test_<format>.py" in places("loader", "Ajouter une source")
    assert name in text_of(f"tests/loader/sources/test_{name}.py")


def test_every_source_of_the_catalogue_is_read() -> None:
    readers = {source: naming(re.compile(f'"{source}"'), "loader/sources/") for source in SOURCES}
    catalogue = ["loader/sources/catalogue.py"]
    assert [source for source, found in readers.items() if found == catalogue] == []


_ASKED = r"folder\(\"{0}\"\)|\(\s*(?:\w+,\s*)*f?\"{0}/"


def _askers(name: str) -> set[str]:
    """Return the rooms, or the modules that stand in none, which ask queries of a folder."""
    stems = "|".join(folder(name))
    asked = re.compile(rf"{_ASKED.format(name)}|\"{name}/(?:{stems})\"")
    return {
        "/".join(path.split("/")[:2])
        for path in naming(asked, "server/", "loader/")
        if path.endswith(".py")
    }


def test_every_folder_of_queries_is_documented() -> None:
    folders = {path.name for path in (ROOT / "queries").glob("[a-z]*/")}
    rows = table("queries", "Les dossiers et leurs portes")
    assert [code(row[0])[0] for row in rows] == sorted(folders)


@pytest.mark.parametrize(
    "row", table("queries", "Les dossiers et leurs portes"), ids=lambda r: r[0]
)
def test_queries_are_asked_and_tried_where_the_table_says(row: list[str]) -> None:
    (name,) = code(row[0])
    assert set(code(row[2])) == _askers(name)
    for test in code(row[3]):
        mirrored = re.sub(r"^tests/(.+)/test_(\w+)\.py$", r"\1/\2.py", test)
        general = test == "tests/queries/test_queries.py" and name in FOLDERS
        asked = re.search(_ASKED.format(name), text_of(test))
        assert general or asked or re.search(_ASKED.format(name), text_of(mirrored)), test


def test_what_the_list_says_of_a_query_is_so() -> None:
    params = [param for each in FOLDERS for q in folder(each).values() for param in q.params]
    assert {param.name for param in params if not param.example} == SUBJECTS.keys()
    assert folder("checks").keys() == BROKEN.keys()
