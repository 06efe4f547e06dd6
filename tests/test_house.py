"""The rules of the house, as tests: what stands where, and how large a room may be."""

import ast
import re
import statistics
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGES = ("loader", "server", "ontology", "queries")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def test_nothing_else_stands_at_the_top() -> None:
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    assert {path.partition("/")[0] for path in tracked} <= {
        "pyproject.toml", "ontology", "loader", "seeds", "server", "queries", "tests", "README.md",
        "Makefile", "LICENSE", "CHANGELOG.md", "requirements.lock", ".ci",
    }  # fmt: skip


def test_modules_are_small() -> None:
    lengths = {path: path.read_text("utf-8").count("\n") for path in MODULES}
    assert [path for path, length in lengths.items() if length > 300] == []
    assert statistics.median(lengths.values()) < 120


def test_functions_are_short() -> None:
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, functions) and (node.end_lineno or 0) - node.lineno >= 50
    ]
    assert long == []


def test_names_say_what_a_module_is_for() -> None:
    vague = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}
    assert [path for path in MODULES if path.stem in vague] == []


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.parametrize(
    ("package", "forbidden"),
    [
        ("server", {"loader", "seeds", "tests"}),
        ("ontology", {"loader", "server", "queries", "tests"}),
        ("queries", {"loader", "server", "tests"}),
    ],
)
def test_data_flows_one_way(package: str, forbidden: set[str]) -> None:
    imported = {
        name.partition(".")[0] for path in (ROOT / package).rglob("*.py") for name in _imports(path)
    }
    assert imported & forbidden == set()


def test_only_the_command_that_serves_knows_the_server() -> None:
    knowing = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "loader").rglob("*.py")
        if any(name.partition(".")[0] == "server" for name in _imports(path))
    ]
    assert knowing == ["loader/cli/serve.py"]


SPARQL = re.compile(r"\b(select|construct|describe|ask|insert|delete)\b[^{]*\{[^}]*\?", re.I)


def test_sparql_lives_in_queries_only() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if SPARQL.search(node.value)
    ]
    assert found == []


def test_no_file_names_a_registry_or_a_folder_of_some_machine() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    assert "://" not in lock
    assert re.findall(r"^-.*", lock, re.MULTILINE) == []  # no option of the installer


def test_the_readme_documents_every_setting() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    named = set(re.findall(r"METIERS_[A-Z_]+", (ROOT / "server/settings.py").read_text("utf-8")))
    assert {name for name in named if f"`{name}`" not in readme} == set()
