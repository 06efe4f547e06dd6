"""Builds small release folders, by the contract alone: the server must not need the loader.

But for the page tables, the codes and the tables: they hold nothing that the store does not, and
what reckons it writes them.
"""

import gzip
import json
from pathlib import Path

import pyoxigraph as ox

from loader.codes import build_code_table
from loader.pages import build_page_tables
from loader.tables import build_tables
from ontology import base, graph_files
from tests.server.search_files import Told, write_index

DATA = Path(__file__).with_name("release.trig")
OLD_EDITION = f"{base()}graph/onisep-metiers/2024-06/"
THINGS = [
    Told(
        "metier/MET.797", "metier", "assistant/e de gestion",
        own=("assistante de gestion", "assistant de gestion"), others=("secrétaire comptable",),
        codes=("MET.797",), text="Le courrier arrive. BTS de gestion", note="note de gestion",
        values={
            "code": [("", "MET.797", "")], "niveau": [("niveau/bac-2", "bac + 2", "REF.411")],
            "rome_v3": [("rome/v3/M1605", "Assistanat technique", "M1605")],
            "rncp": [("", "38363", "")],
            "formation": [("formation/FOR.270", "BTS de gestion", "FOR.270")],
        },
    ),
    Told(
        "metier/MET.2", "metier", "menuisier/ière bois",
        own=("menuisière bois", "menuisier bois"), others=("cœur de charpente",),
        codes=("MET.2",), english=("joiner",), text="Scier <vite>, raboter.", note="note de bois",
        values={"code": [("", "MET.2", "")], "niveau": [("niveau/cap", "CAP", "REF.1")]},
    ),
    Told("metier/MET.3", "metier", "comptable", codes=("MET.3",), note="note de comptable"),
    Told("rome/v3/M1605", "rome-v3", "Assistanat technique", codes=("M1605",), note="M1605"),
    Told("rome/v3/H22", "rome-v3", "Bois", codes=("H22",), note="H22"),
    Told("rome/v4/M1605", "rome-v4", "Secrétaire technique", codes=("M1605",), note="M1605"),
    Told("rome/appellation/101", "appellation", "Aide de bureau", codes=("101",), note="V3 M1605"),
    Told("formation/FOR.270", "formation", "BTS de gestion", codes=("FOR.270",), note="FOR.270"),
]  # fmt: skip
LINKS = {
    "rome/v3/M1605": ["metier/MET.797"],
    "rome/appellation/101": ["rome/v3/M1605", "rome/v4/M1605"],
}


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
    held = quads()
    store = ox.Store(str(folder / "store"))
    store.bulk_extend(held)
    store.flush()
    del store
    lines = b"".join(sorted(f"{quad} .\n".encode() for quad in held))
    (folder / "dataset.nq.gz").write_bytes(gzip.compress(lines, mtime=0))
    view = ox.serialize([q.triple for q in held if not named(q)], format=ox.RdfFormat.TURTLE)
    (folder / "dataset.ttl.gz").write_bytes(gzip.compress(view or b"", mtime=0))
    build_page_tables(ox.Store.read_only(str(folder / "store")), folder)
    build_code_table(ox.Store.read_only(str(folder / "store")), folder)
    build_tables(ox.Store.read_only(str(folder / "store")), folder, digest)
    write_index(folder / "search.sqlite", THINGS, LINKS)
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
        "counts": {"fiches": 3, "quads": len(held)},
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
