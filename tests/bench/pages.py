"""Milliseconds from a request to a page, and the page's size, by type of page.

The application answers in this process, on the release of all sources (the one in METIERS_HOME
where there is one). Each page is asked for once, so that nothing of it is remembered; the first
of a type pays for its template. What a process learns of a release as it opens is timed apart.
"""

import random
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from flask.testing import FlaskClient

from ontology import base
from server.app import create_app
from server.iris import link
from server.settings import Settings
from server.sparql.query_pool import EXTENSION
from tests.bench.corpus import Files, everything
from tests.bench.serving import home_of
from tests.bench.targets import verdict

MOST_MS: Final = 25.0
MOST_BYTES: Final = 60_000
_SAMPLE: Final = 80
_MG: Final = f"{base()}ontology#"
_CLASSES: Final = {
    "métier": "Metier",
    "formation": "Formation",
    "code ROME": "CodeRome",
    "domaine ROME": "DomaineRome",
    "grand domaine ROME": "GrandDomaineRome",
    "appellation ROME": "AppellationRome",
    "profession ESCO": "ProfessionEsco",
    "groupe ISCO": "GroupeIsco",
    "famille professionnelle": "FamilleProfessionnelle",
    "certification": "Certification",
    "niveau": "Niveau",
    "statut": "Statut",
    "centre d'intérêt": "CentreInteret",
    "secteur": "Secteur",
    "compétence": "CompetenceRome",
    "savoir": "SavoirRome",
    "contexte": "ContexteRome",
    "domaine Onisep": "DomaineOnisep",
    "spécialité NSF": "SpecialiteNsf",
}
_FIXED: Final = {
    "accueil": ("/",),
    "listes": (
        "/metiers", "/metiers?lettre=c", "/metiers?page=3", "/formations", "/formations?page=9",
        "/formations?lettre=b", "/rome", "/niveaux", "/statuts", "/interets", "/secteurs",
    ),
    "sélection, comparaison, feuilles": (
        "/selection", "/selection?m=MET.797&m=MET.869&m=MET.420&f=FOR.270",
        "/selection?m=MET.797&m=MET.869&m=MET.420&m=MET.144&vue=comparer",
        "/doc/metier/MET.797?vue=impression", "/doc/formation/FOR.270?vue=impression",
    ),
    "vocabulaire": ("/ontology",),
    "changements et désaccords": (
        "/changes", "/conflits", "/conflits?champ=mg:formation", "/conflits?metier=MET.797",
    ),
    "nomenclatures, sources": (
        "/doc/nomenclature/metiers", "/doc/nomenclature/rome-v4", "/doc/rubrique/en-bref",
        "/doc/source/rome-v4/v460", "/doc/source/onisep-metiers/2025-10",
    ),
    "erreur": ("/doc/metier/MET.0", "/nulle-part", "/doc/x"),
}  # fmt: skip


@dataclass(frozen=True)
class _Served:
    """A page as it came: seconds on the clock, seconds of processor, bytes."""

    path: str
    seconds: float
    processor: float
    size: int


def measure(_: Files) -> Iterator[tuple[str, str]]:
    """Yield by type of page: how many, p50, p95, worst, p95 of processor time, largest page."""
    with tempfile.TemporaryDirectory() as folder:
        home = home_of(everything(), Path(folder))
        asked = {**_FIXED, **sampled(home)}
        app = create_app(Settings(home=home))
        slowest: list[float] = []
        largest: list[_Served] = []
        with closing(app.extensions[EXTENSION]):
            yield "pages, seconds to open and learn the release", f"{learn(app.test_client()):.2f}"
            yield "pages: n, p50 p95 max ms, p95 ms of processor, largest kB", ""
            for name, paths in asked.items():
                served = [serve(app.test_client(), path) for path in paths]
                yield f"pages, {name}", _figures(served)
                slowest.append(percentile([each.seconds for each in served], 95))
                largest.append(max(served, key=lambda each: each.size))
    yield verdict("p95 of the slowest type of page", max(slowest) * 1e3, MOST_MS, "ms")
    worst = max(largest, key=lambda each: each.size)
    yield verdict(f"largest page ({worst.path})", worst.size / 1e3, MOST_BYTES / 1e3, "kB")


def learn(client: FlaskClient) -> float:
    """Return the seconds until the lists and the names are known by heart."""
    start = time.perf_counter()
    client.get("/ontology/", headers={"Accept": "text/html"})
    for thread in threading.enumerate():
        if thread.name == "warm-up":
            thread.join()
    return time.perf_counter() - start


def sampled(home: Path) -> dict[str, Sequence[str]]:
    """Draw addresses of each kind of thing, and of named graphs."""
    store = ox.Store.read_only(str((home / "current").resolve() / "store"))
    chance = random.Random(2026)
    a = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    found = {
        name: [
            str(quad.subject.value)
            for quad in store.quads_for_pattern(
                None, a, ox.NamedNode(_MG + class_), ox.DefaultGraph()
            )
            if isinstance(quad.subject, ox.NamedNode)
        ]
        for name, class_ in _CLASSES.items()
    }
    found["graphe nommé"] = [
        graph.value for graph in store.named_graphs() if isinstance(graph, ox.NamedNode)
    ]
    addresses = {name: [link(iri) or "" for iri in sorted(iris)] for name, iris in found.items()}
    return {
        name: chance.sample(paths, min(_SAMPLE, len(paths)))
        for name, paths in addresses.items()
        if paths
    }


def serve(client: FlaskClient, path: str) -> _Served:
    clock, processor = time.perf_counter(), time.thread_time()
    with client.get(path, headers={"Accept": "text/html"}) as response:
        size = len(response.get_data())
    return _Served(path, time.perf_counter() - clock, time.thread_time() - processor, size)


def _figures(served: Sequence[_Served]) -> str:
    seconds = [each.seconds * 1e3 for each in served]
    processor = percentile([each.processor * 1e3 for each in served], 95)
    middle, high = percentile(seconds, 50), percentile(seconds, 95)
    size = max(each.size for each in served) / 1e3
    return f"{len(served)}: {middle:.1f} {high:.1f} {max(seconds):.1f}, {processor:.1f}, {size:.0f}"


def percentile(values: Sequence[float], percents: int) -> float:
    """Return the smallest value that so many percents of all do not exceed."""
    return sorted(values)[-(-len(values) * percents // 100) - 1]
