"""Builds small release folders, by the contract alone: the server must not need the loader."""

import gzip
import json
import sqlite3
from pathlib import Path

import pyoxigraph as ox

from ontology import base, graph_files
from ontology.folding import fold

DATA = Path(__file__).with_name("release.trig")
OLD_EDITION = f"{base()}graph/onisep-metiers/2024-06/"
SCHEMA = """
CREATE TABLE docs (id INTEGER PRIMARY KEY, iri TEXT, type TEXT, label TEXT, note TEXT);
CREATE VIRTUAL TABLE search USING fts5 (
  label, alt, rome, headline, text, content='', tokenize='unicode61 remove_diacritics 2'
);
"""
DOCS = [
    ("metier/MET.797", "metier", "assistant/e de gestion", "secretaire comptable MET.797", "M1605"),
    ("metier/MET.2", "metier", "menuisier/ière bois", "menuisière bois", "H2206"),
    ("metier/MET.3", "metier", "comptable", "", "M16"),
    ("formation/FOR.270", "formation", "BTS de gestion", "", "FOR.270"),
    ("rome/v3/H22", "rome", "Bois", "", "H22"),
]
NAMES = {"metier/MET.797": "assistante de gestion", "metier/MET.2": "cœur et métiers du bois"}


def quads() -> list[ox.Quad]:
    """Return the named graphs, and the view: all of them but what the older edition says."""
    named = list(ox.parse(path=str(DATA), format=ox.RdfFormat.TRIG))
    ontologie = ox.NamedNode(f"{base()}graph/ontologie")
    for text in graph_files().values():
        for quad in ox.parse(text, ox.RdfFormat.TURTLE, base_iri=base()):
            named.append(ox.Quad(quad.subject, quad.predicate, quad.object, ontologie))
    view = {
        ox.Quad(quad.subject, quad.predicate, quad.object)
        for quad in named
        if not str(quad.graph_name).removeprefix("<").startswith(OLD_EDITION)
    }
    return [*named, *view]


def named(quad: ox.Quad) -> bool:
    """Tell whether a quad stands in a named graph."""
    return isinstance(quad.graph_name, ox.NamedNode)


def write_release(home: Path, digest: str) -> Path:
    """Write a release under a home folder and make it the current one."""
    folder = home / "releases" / digest
    folder.mkdir(parents=True)
    store = ox.Store(str(folder / "store"))
    store.bulk_extend(quads())
    store.flush()
    del store
    lines = b"".join(sorted(f"{quad} .\n".encode() for quad in quads()))
    (folder / "dataset.nq.gz").write_bytes(gzip.compress(lines, mtime=0))
    view = ox.serialize([q.triple for q in quads() if not named(q)], format=ox.RdfFormat.TURTLE)
    (folder / "dataset.ttl.gz").write_bytes(gzip.compress(view or b"", mtime=0))
    with sqlite3.connect(folder / "search.sqlite") as connection:
        connection.executescript(SCHEMA)
        for number, (path, kind, label, alt, rome) in enumerate(DOCS, 1):
            connection.execute(
                "INSERT INTO docs VALUES (?, ?, ?, ?, ?)",
                (number, f"{base()}id/{path}", kind, label, f"note de {label}"),
            )
            words = [fold(text) for text in (f"{label} {NAMES.get(path, '')}", alt, rome)]
            connection.execute(
                "INSERT INTO search (rowid, label, alt, rome, headline, text) VALUES (?,?,?,?,?,?)",
                (number, *words, "", ""),
            )
    connection.close()
    source = {
        "id": "onisep-metiers",
        "edition": "2025-10",
        "title": "Fiches métiers",
        "publisher": "Onisep",
        "licence": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
        "files": [],
    }
    manifest = {
        "digest": digest,
        "software": "metiers-graphe 0.1.0",
        "built": "2025-11-24T08:00:00Z",
        "sources": [source],
        "counts": {"fiches": 3, "quads": len(quads())},
        "problems": {},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    point(home, digest)
    return folder


def point(home: Path, digest: str) -> None:
    """Make a release the current one, the way a build does: one rename."""
    link = home / "next"
    link.symlink_to(Path("releases") / digest)
    link.replace(home / "current")
