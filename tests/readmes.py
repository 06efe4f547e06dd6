"""What the READMEs of the rooms say, for the tests that hold them to it."""

import re
import subprocess

from tests.conftest import ROOT

__all__ = [
    "READMES",
    "TRACKED",
    "code",
    "files_at",
    "naming",
    "own_paths",
    "pattern",
    "places",
    "section",
    "table",
    "text_of",
]

READMES = {
    room: (ROOT / room / "README.md").read_text("utf-8")
    for room in ("loader", "ontology", "queries", "server", "tests")
}
_LISTING = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
_LISTED = subprocess.run(_LISTING, cwd=ROOT, capture_output=True, text=True, check=True).stdout
TRACKED = sorted(path for path in set(_LISTED.splitlines()) if (ROOT / path).is_file())
"""The files of the project, those of a commit to come included."""
_OWN = re.compile(r"(?<![\w./])((?:loader|ontology|queries|seeds|server|tests)/[\w<>./-]*)")


def section(text: str, title: str) -> str:
    """Return what stands in a text under a title, up to the next of the second rank."""
    found = re.search(rf"^##+ {re.escape(title)}\n(.+?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"no section « {title} »"
    return found[1]


def table(room: str, title: str) -> list[list[str]]:
    """Return the rows of the table of a section, by cell, its header left out."""
    lines = [line for line in section(READMES[room], title).splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


def code(text: str) -> list[str]:
    """Return what a text has between backquotes."""
    return re.findall(r"`([^`]+)`", text)


def pattern(place: str, **names: str) -> re.Pattern[str]:
    """Return what matches the paths that a place stands for; ``<x>`` is any name, or that given."""
    told = re.sub(r"<(.+?)>", lambda found: names.get(found[1], r"[^/]+"), re.escape(place))
    return re.compile(told)


def files_at(place: str) -> list[str]:
    """Return the files of the project that a place stands for, all those below a folder."""
    found = pattern(place.rstrip("./"))
    return [path for path in TRACKED if re.match(rf"{found.pattern}(?:/|$)", path)]


def own_paths(text: str) -> set[str]:
    """Return the paths of the project that a text names."""
    return set(_OWN.findall(text))


def places(room: str, title: str) -> list[str]:
    """Return the paths that the list of a section names, a placeholder between ``<`` and ``>``."""
    listed = "\n".join(re.findall(r"^- .+(?:\n  .+)*", section(READMES[room], title), re.MULTILINE))
    return [each for each in code(listed) if _OWN.fullmatch(each) or each in TRACKED]


def naming(model: re.Pattern[str], *folders: str) -> list[str]:
    """Return the files in some folders that name a model, in their path or in their text."""
    return [
        path
        for path in TRACKED
        if path.startswith(folders) and (model.search(path) or model.search(text_of(path)))
    ]


def text_of(path: str) -> str:
    """Return the text of a file of the project."""
    return (ROOT / path).read_text("utf-8", "replace")
