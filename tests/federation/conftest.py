"""Peers and servers of the laboratory, each started once a run of tests that asks for it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.federation.laboratory import Laboratory, laboratory
from tests.federation.peers import CERTIFICATIONS, DOMAINES, MARCHE


@pytest.fixture(scope="session")
def federation_folder(more_folder: Path) -> Path:
    """Give the other publishers' files, or a skip that says why."""
    return more_folder / "federation"


@pytest.fixture(scope="session")
def market(
    planted: Path, federation_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Laboratory]:
    """Serve the seeds, beside the peer that `oxigraph` serves."""
    folder = tmp_path_factory.mktemp("market")
    with laboratory(planted, federation_folder, folder, (MARCHE,)) as running:
        yield running


@pytest.fixture(scope="session")
def neighbours(
    planted: Path, federation_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Laboratory]:
    """Serve the seeds, beside three peers; skip where one cannot be started."""
    folder = tmp_path_factory.mktemp("neighbours")
    peers = MARCHE, CERTIFICATIONS, DOMAINES
    with laboratory(planted, federation_folder, folder, peers) as running:
        yield running


@pytest.fixture(scope="session")
def all_sources(
    everything: Path, federation_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Laboratory]:
    """Serve all that the publishers issued, beside three peers; skip where one cannot be."""
    folder = tmp_path_factory.mktemp("all")
    peers = MARCHE, CERTIFICATIONS, DOMAINES
    with laboratory(everything, federation_folder, folder, peers) as running:
        yield running
