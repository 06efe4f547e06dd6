"""The rules of the house, as tests: what stands where, and how large a room may be."""

import ast
import re
import statistics
import subprocess
from collections import defaultdict
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
    assert [path for path, length in lengths.items() if length > 350] == []
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
    participles = {"asked", "wanted", "seen", "said", "known", "told", "done", "given", "kept"}
    assert [path for path in MODULES if path.stem in vague | participles] == []


def test_few_modules_lie_outside_a_room() -> None:
    for package in ("server", "loader"):
        assert len(list((ROOT / package).glob("*.py"))) <= 8


def _imports(path: Path) -> Iterator[str]:
    """Yield the modules that a module imports, and the names taken from them as if they were."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


PAGES = (
    "server.browse",
    "server.search",
    "server.explore",
    "server.see",
    "server.study_paths",
    "server.changes",
)
HTML = ("flask", "jinja2", "werkzeug.wrappers", "server.app")
NEVERS = {
    "server": ("loader", "seeds", "tests"),
    "ontology": ("loader", "server", "queries", "tests"),
    "queries": ("loader", "server", "tests"),
    "server/gateway": (*HTML, *PAGES, "server.sparql", "server.linked_data", "server.operations"),
    "server/engine": (*HTML, *PAGES, "server.settings", "server.gateway", "server.sparql",
                      "server.http.problems", "server.http.language", "server.linked_data",
                      "server.operations", "server.releases.current"),
    "server/engine/federation": ("server.engine.pool",),
    "server/http": ("server.engine", *PAGES, "server.gateway", "server.sparql", "server.releases"),
    "server/search": ("server.gateway",),
    "server/explore": ("server.gateway",),
    "server/see": ("server.gateway",),
    "server/study_paths": ("server.gateway",),
    "server/browse": ("server.gateway", "server.changes"),
    "server/changes": ("server.gateway",),
    "server/quiz": ("server.gateway",),
    "server/codes": ("server.gateway", *PAGES),
    "server/releases": ("server.gateway", "server.sparql", *PAGES[:1], *PAGES[2:]),
}  # fmt: skip
"""What no module of a room may import, at any depth: a room, a package, or what is in them."""


@pytest.mark.parametrize("room", NEVERS)
def test_no_room_knows_what_it_must_not(room: str) -> None:
    broken = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in (ROOT / room).rglob("*.py")
        for name in _imports(path)
        for never in NEVERS[room]
        if name == never or name.startswith(f"{never}.")
    ]
    assert broken == []


SHARED_WITH_LOADER = (
    "server.codes.code_table",
    "server.codes.csv_column",
    "server.codes.resolution",
    "server.codes.schemes",
    "server.releases.layout",
    "server.releases.kind_names",
    "server.http.public_addresses",
)
"""What both sides say once: a release's layout, names of its things, which addresses are
public; and how codes are read and resolved, by a command as by an address."""


KNOW_THE_SERVER = ("loader/cli/mcp.py", "loader/cli/query.py", "loader/cli/serve.py")
"""The commands that ask and that serve: a query is evaluated, and explained, in one way."""


def test_only_the_commands_that_ask_and_serve_know_the_server() -> None:
    broken = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in (ROOT / "loader").rglob("*.py")
        for name in _imports(path)
        if name.startswith("server.") and not name.startswith(SHARED_WITH_LOADER)
        if str(path.relative_to(ROOT)) not in KNOW_THE_SERVER
    ]
    assert broken == []


def test_class_names_stand_once() -> None:
    where = defaultdict(list)
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                where[node.name].append(str(path.relative_to(ROOT)))
    assert {name: paths for name, paths in where.items() if len(paths) > 1} == {}


def test_no_fragment_has_a_single_importer() -> None:
    importers = defaultdict(set)
    for path in MODULES:
        for name in _imports(path):
            importers[name].add(path)
            importers[name.rpartition(".")[0]].add(path)
    fragments = [
        str(path.relative_to(ROOT))
        for path in MODULES
        if path.name not in ("__init__.py", "asgi.py")  # doors, which others come in by
        if path.read_text("utf-8").count("\n") < 40
        if len(importers[".".join(path.relative_to(ROOT).with_suffix("").parts)]) == 1
    ]
    assert fragments == []


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
