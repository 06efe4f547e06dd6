"""The shapes over everything that the publishers issued: what they find, in how much memory."""

import json
import os
import subprocess
import time
from pathlib import Path

import psutil
import pytest

from tests.conftest import EDITIONS
from tests.site import METIERS

pytestmark = [pytest.mark.soak, pytest.mark.corpus]

MOST = 1_500_000_000
"""Bytes that the build and its workers may hold together, shared pages counted once."""

EXPECTED = {
    "Info": {"Salaire-texteSeul"},
    "Warning": {"Formation-inScheme", "Metier-sansRome", "SansNomShape", "VoieSousMinimumShape"},
}


def test_everything_breaks_no_shape_in_bounded_memory(corpus_folder: Path, tmp_path: Path) -> None:
    options = [f"--edition={corpus_folder / 'onisep' / 'fiches'}=2025-10"]
    options += [f"--edition={edition}" for edition in EDITIONS]
    build = psutil.Popen(
        [str(METIERS), "build", str(corpus_folder), *options],
        env={**os.environ, "METIERS_HOME": str(tmp_path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    most = 0
    while build.poll() is None:
        most = max(most, _held(build))
        time.sleep(0.5)
    assert build.wait() == 0
    manifest = json.loads((tmp_path / "current" / "manifest.json").read_text("utf-8"))
    findings = manifest["findings"]
    assert {gravity: set(shapes) for gravity, shapes in findings.items()} == EXPECTED
    undescribed = manifest["counts"]["formations_undescribed"]
    assert findings["Warning"]["Formation-inScheme"] == undescribed
    assert findings["Warning"]["SansNomShape"] == 1
    assert most < MOST


def _held(process: psutil.Popen) -> int:
    held = 0
    try:
        for each in (process, *process.children(recursive=True)):
            held += each.memory_full_info().pss
    except psutil.NoSuchProcess:
        pass
    return held
