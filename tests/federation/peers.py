"""The peers of the laboratory: what each holds, and the real server that holds it.

A peer has an address of its own in `queries/federation/`, below which its data are written; a trial
has it listen on a free port, and sends there what is meant for it.
"""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from tests.engines import programs
from tests.federation.csv_rows import CsvTable, described, mapped

__all__ = [
    "CERTIFICATIONS",
    "DOMAINES",
    "MARCHE",
    "PEERS",
    "Peer",
    "write_triples",
]

_GRAPH = "urn:metiers-graphe:labo"
"""The default graph of Virtuoso: the union of all would give what the system's own hold, too."""
_GRANTS = ('SELECT ON "DB.DBA.SPARQL_SINV_2"', 'EXECUTE ON "DB.DBA.SPARQL_SINV_IMP"')
"""What whoever asks Virtuoso must be allowed for SERVICE to be followed."""


@contextmanager
def _oxigraph(folder: Path, triples: Path) -> Iterator[str]:
    loading = [programs.OXIGRAPH, "load", "--location", str(folder), "--file", str(triples)]
    subprocess.run(loading, check=True, capture_output=True)
    with programs.oxigraph(folder) as address:
        yield f"{address}/query"


@contextmanager
def _virtuoso(folder: Path, triples: Path) -> Iterator[str]:
    folder.mkdir()
    shutil.copy(triples, folder / "data.nt")
    with programs.virtuoso(folder, _GRAPH) as running:
        for grant in _GRANTS:
            running.sql(f'GRANT {grant} TO "SPARQL";')
        running.sql(f"DB.DBA.TTLP_MT (file_to_string_output ('data.nt'), '', '{_GRAPH}', 0);")
        yield f"{running.address}/sparql"


@contextmanager
def _comunica(folder: Path, triples: Path) -> Iterator[str]:
    folder.mkdir()
    with programs.comunica(folder, triples) as address:
        yield f"{address}/sparql"


@dataclass(frozen=True)
class Peer:
    """A peer: its endpoint as questions name it, its tables, and the server that can hold them.

    `serving` gives the real endpoint that has the triples of a file, with a new folder for its own
    files, or skips where it is not installed.
    """

    endpoint: str
    tables: tuple[CsvTable, ...]
    serving: Callable[[Path, Path], AbstractContextManager[str]]

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
    _virtuoso,
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
