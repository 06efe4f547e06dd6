"""Inventory of the regular expressions of the code: where each stands, and how it is used.

Whatever a module compiles when it is imported is recorded by a process of its own, which imports
them all. What is compiled in a function is evaluated in its module; an expression that cannot be
(it would need a parameter) is an error: a pattern is a constant, or made of `re.escape`.
"""

import ast
import importlib
import json
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from tests.conftest import ROOT

PACKAGES = ("loader", "server", "ontology", "queries")
METHODS = ("match", "fullmatch", "search", "findall", "finditer", "sub", "subn", "split")
_LIKE_STR = ("split",)
"""Methods that texts have too: they tell nothing of a receiver that is not known."""
_STAND_IN = "Ab-1.z"


@dataclass(frozen=True, order=True)
class Expression:
    """A pattern, the place where it is compiled, and one of the methods that it is asked by."""

    place: str
    pattern: str
    flags: int
    method: str
    in_bytes: bool

    def compiled(self) -> "re.Pattern[Any]":
        """Return the pattern as the code has it."""
        pattern = self.pattern.encode("latin-1") if self.in_bytes else self.pattern
        return re.compile(pattern, self.flags)

    def reader(self) -> Callable[[str], object]:
        """Return what reads a text to its end as the code does."""
        method = getattr(self.compiled(), self.method)
        if self.method in ("sub", "subn"):
            method = partial(method, b"" if self.in_bytes else "")
        if self.method == "finditer":
            method = _exhausted(method)
        return (lambda text: method(text.encode("latin-1"))) if self.in_bytes else method


def _exhausted(method: Callable[[Any], Iterable[object]]) -> Callable[[Any], object]:
    return lambda text: sum(1 for _ in method(text))


def module_paths() -> list[Path]:
    """Return the files of all modules of the code."""
    return sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def module_name(path: Path) -> str:
    """Return how the module of a file is imported."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def expressions() -> list[Expression]:
    """Return every pattern of the code, once for each method that it is asked by."""
    uses = _Uses()
    found = {
        Expression(place, pattern, flags, method, in_bytes)
        for place, pattern, flags, in_bytes in (*_compiled_on_import(), *_in_functions())
        for method in uses.of(place)
    }
    return sorted(found)


_RECORDER = """
import importlib, json, re, sys
compile, found, root = re.compile, [], sys.argv[1]
def record(pattern, flags=0):
    frame = sys._getframe(1)
    place = frame.f_code.co_filename
    if place.startswith(root) and "/.venv/" not in place and not isinstance(pattern, re.Pattern):
        text = pattern.decode("latin-1") if isinstance(pattern, bytes) else pattern
        line = place.removeprefix(root) + ":" + str(frame.f_lineno)
        found.append((line, text, int(flags), isinstance(pattern, bytes)))
    return compile(pattern, flags)
re.compile = record
for name in sys.argv[2:]:
    importlib.import_module(name)
print(json.dumps(found))
"""


@cache
def _compiled_on_import() -> list[tuple[str, str, int, bool]]:
    names = map(module_name, module_paths())
    recorded = subprocess.run(
        [sys.executable, "-c", _RECORDER, f"{ROOT}/", *names],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [(p, t, f, b) for p, t, f, b in json.loads(recorded.stdout)]


def call_sites() -> Iterator[tuple[Path, ast.Call]]:
    """Yield each call of a function of `re` that takes a pattern."""
    for path in module_paths():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and _method_of_re(node) in ("compile", *METHODS):
                yield path, node


def place_of(path: Path, node: ast.AST) -> str:
    """Return the file and the line of a node."""
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"


def _method_of_re(node: ast.Call) -> str:
    of = node.func
    known = isinstance(of, ast.Attribute) and isinstance(of.value, ast.Name) and of.value.id == "re"
    return of.attr if known and isinstance(of, ast.Attribute) else ""


def _in_functions() -> Iterator[tuple[str, str, int, bool]]:
    on_import = {place for place, *_ in _compiled_on_import()}
    for path, node in call_sites():
        if place_of(path, node) in on_import:
            continue
        constant = isinstance(node.args[0], ast.Constant)
        names = {"re": re} if constant else vars(importlib.import_module(module_name(path)))
        pattern = _evaluated(node.args[0], names)
        others = (*node.args[1:], *(keyword.value for keyword in node.keywords))
        value = sum(int(_evaluated(each, names)) for each in others if _is_flag(each))
        text = pattern.decode("latin-1") if isinstance(pattern, bytes) else pattern
        yield place_of(path, node), text, value, isinstance(pattern, bytes)


def _is_flag(node: ast.expr) -> bool:
    return any(isinstance(each, ast.Name) and each.id == "re" for each in ast.walk(node))


class _Escapes(ast.NodeTransformer):
    """Puts a stand-in where a pattern has `re.escape` of something."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        escapes = _method_of_re(node) == "escape"
        return ast.copy_location(ast.Constant(re.escape(_STAND_IN)), node) if escapes else node


def _evaluated(node: ast.expr, names: dict[str, Any]) -> Any:
    return eval(compile(ast.Expression(_Escapes().visit(node)), "pattern", "eval"), {}, names)


class _Uses:
    """By which methods the patterns of a module are asked."""

    def __init__(self) -> None:
        self._named: dict[str, str] = {}
        self._direct: dict[str, str] = {}
        self._by_name: dict[str, set[str]] = defaultdict(set)
        self._by_others: dict[str, set[str]] = defaultdict(set)
        for path in module_paths():
            self._read(path, ast.parse(path.read_text("utf-8")))

    def _read(self, path: Path, tree: ast.Module) -> None:
        file = str(path.relative_to(ROOT))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _method_of_re(node) in METHODS:
                self._direct[place_of(path, node)] = _method_of_re(node)
            if isinstance(node, ast.Assign | ast.AnnAssign):
                self._name(path, node)
        for node in ast.walk(tree):
            if not isinstance(node, ast.Attribute) or node.attr not in METHODS:
                continue
            if isinstance(node.value, ast.Name) and node.value.id in self._named.values():
                self._by_name[node.value.id].add(f"{file} {node.attr}")
            elif not (isinstance(node.value, ast.Name) and node.value.id == "re"):
                self._by_others[file].update({node.attr}.difference(_LIKE_STR))

    def _name(self, path: Path, node: ast.Assign | ast.AnnAssign) -> None:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        pairs: list[tuple[ast.expr, ast.expr | None]] = [(each, node.value) for each in targets]
        if isinstance(targets[0], ast.Tuple) and isinstance(node.value, ast.Tuple):
            pairs = list(zip(targets[0].elts, node.value.elts, strict=True))
        for target, value in pairs:
            compiled = isinstance(value, ast.Call) and _method_of_re(value) == "compile"
            if compiled and value and isinstance(target, ast.Name):
                self._named[place_of(path, value)] = target.id

    def of(self, place: str) -> list[str]:
        """Return the methods by which the pattern of a place is asked; `search` if none is seen."""
        file = place.rpartition(":")[0]
        if place in self._direct:
            return [self._direct[place]]
        name = self._named.get(place, "")
        private = name.startswith("_")
        uses = [use.split(" ") for use in self._by_name.get(name, ())]
        methods = {method for where, method in uses if where == file or not private}
        return sorted(methods or self._by_others[file] or {"search"})
