"""Tree of the ROME: grands domaines, domaines, codes, appellations, in both its versions."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import pyoxigraph as ox
from flask import Blueprint, render_template, request

from ontology import base
from ontology.folding import fold
from queries import find
from server.engine import Engine, Row
from server.http.language import gettext
from server.http.problems import ProblemError
from server.iris import tail
from server.releases.current import release

__all__ = ["TreeNode", "blueprint", "path_from_root", "read_children", "read_trees"]

_ROME: Final = f"{base()}id/rome/"
_LEAVES: Final = 4
_KEY: Final = re.compile(r"v[34]/[A-Z][0-9]{0,4}")

blueprint = Blueprint("arbre", __name__)


@dataclass(frozen=True)
class TreeNode:
    """A thing of the ROME, how many are just below it, and those that are shown.

    `depth` is 1 for a grand domaine, 4 for an appellation, which has nothing below.
    """

    iri: str
    label: str
    code: str
    depth: int
    below: int
    children: Sequence["TreeNode"] = field(default=())

    @property
    def key(self) -> str:
        """The end of its address: ``v3/M16``; an appellation, which is in both trees, has none."""
        return self.iri.removeprefix(_ROME) if self.code else ""

    @property
    def mark(self) -> str:
        """What an anchor calls it."""
        return self.key.replace("/", "-")


@blueprint.get("/rome/arbre")
def arbre() -> str:
    """Show the grands domaines of each version that is loaded."""
    return render_template("arbre.html", trees=read_trees(release().engine, ()), opened="")


@blueprint.get("/rome/arbre/<path:key>")
def branch(key: str) -> str:
    """Show the tree open down to a thing (``v3/M16``), or its children alone (``?forme=branche``).

    What is asked for alone goes into a page that is already there.
    """
    engine = release().engine
    path = path_from_root(engine, key)
    if path is None:
        raise ProblemError(404, gettext("Le ROME n'a pas de « %(key)s ».", key=key))
    if request.args.get("forme") == "branche":
        children = read_children(engine, path[-1], len(path) + 1, ())
        return render_template("arbre_branche.html", nodes=children)
    return render_template("arbre.html", trees=read_trees(engine, path), opened=key)


def path_from_root(engine: Engine, key: str) -> Sequence[str] | None:
    """Return the IRIs from the grand domaine down to a thing, None for what is no such thing."""
    if not _KEY.fullmatch(key):
        return None
    rows = engine.select(find("see/tree_above"), iri=ox.NamedNode(_ROME + key))
    if not rows:
        return None
    names = ("top", "above", "iri")
    return [iri for name in names if (iri := rows[0].optional_iri(name)) is not None]


def read_trees(engine: Engine, opened: Sequence[str]) -> Mapping[str, Sequence[TreeNode]]:
    """Return the grands domaines by version (``v3``, ``v4``); those on a path show their children.

    A version that is not loaded is not there.
    """
    found: dict[str, list[Row]] = {}
    for row in engine.select(find("see/tree_roots")):
        version = row.iri("iri").removeprefix(_ROME).partition("/")[0]
        found.setdefault(version, []).append(row)
    return {version: _branches(engine, found[version], 1, opened) for version in sorted(found)}


def read_children(
    engine: Engine, iri: str, depth: int, opened: Sequence[str]
) -> Sequence[TreeNode]:
    """Return what is just below a thing, codes in their order, appellations in theirs."""
    query = find("see/tree_leaves" if depth == _LEAVES else "see/tree_children")
    rows = engine.select(query, parent=ox.NamedNode(iri))
    return _branches(engine, rows, depth, opened)


def _branches(
    engine: Engine, rows: Iterable[Row], depth: int, opened: Sequence[str]
) -> Sequence[TreeNode]:
    found = [_branch(engine, row, depth, opened) for row in rows]
    return sorted(found, key=lambda branch: (branch.code, fold(branch.label), branch.iri))


def _branch(engine: Engine, row: Row, depth: int, opened: Sequence[str]) -> TreeNode:
    iri = row.iri("iri")
    notation = row.text("notation")
    inner = read_children(engine, iri, depth + 1, opened) if iri in opened else ()
    return TreeNode(
        iri,
        row.text("label") or notation or tail(iri),
        notation if depth < _LEAVES else "",
        depth,
        row.count("things"),
        inner,
    )
