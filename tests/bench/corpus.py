"""The files to measure on: the publishers' where they are beside the project, else the seeds."""

from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT, SHARED


@dataclass(frozen=True)
class Files:
    """Sources of a build, with the options that state their editions."""

    name: str
    sources: tuple[Path, ...]
    options: tuple[str, ...] = ()


def files_to_measure() -> Files:
    """Return the sheets and the codes that they name."""
    if not SHARED.is_dir():
        return Files("seeds", (ROOT / "seeds",))
    tree = SHARED / "rome" / "rome_v3_arborescence_v344.tsv"
    options = ("--edition", "onisep-metiers=2025-10", "--edition", "rome-v3=v344")
    return Files("819 fiches", (SHARED / "onisep" / "fiches", tree), options)


def everything() -> Files:
    """Return all that the publishers issued, the largest corpus at hand."""
    if not SHARED.is_dir():
        return files_to_measure()
    stated = (
        f"{SHARED / 'onisep' / 'fiches'}=2025-10", "onisep-ideo-metiers=2024-06",
        "onisep-table-passage=2024-06", "fap-2009=2009",
    )  # fmt: skip
    options = tuple(f"--edition={each}" for each in stated)
    return Files("every source", (SHARED,), options)
