"""The shapes over everything that the publishers issued: what they find, in how much memory."""

import json
import os
import subprocess
import time
from pathlib import Path

import psutil
import pytest
from pyoxigraph import Store

from loader.validation import compile_shapes, judge_shapes
from ontology import shapes
from tests.conftest import EDITIONS
from tests.loader.validation import oracle
from tests.site import METIERS

pytestmark = [pytest.mark.soak, pytest.mark.corpus]

MOST = 1_500_000_000
"""Bytes that the build and its workers may hold together, shared pages counted once."""

LONGEST = 12
"""Seconds for all shapes, of a processor each where there are two."""

EXPECTED = {
    "Info": {"Salaire-texteSeul"},
    "Warning": {
        "Formation-inScheme",
        "Metier-sansRome",
        "ParcoursTropCourtShape",
        "VoieSousMinimumShape",
    },
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
    assert most < MOST


def _held(process: psutil.Popen) -> int:
    held = 0
    try:
        for each in (process, *process.children(recursive=True)):
            held += each.memory_full_info().pss
    except psutil.NoSuchProcess:
        pass
    return held


def test_everything_is_judged_as_pyshacl_judges_it_and_soon(everything: Path) -> None:
    store = Store.read_only(str(everything / "store"))
    before = os.times()
    findings = judge_shapes(store, compile_shapes(shapes()))
    after = os.times()
    assert oracle.found(findings) == oracle.judge_in_slices(everything / "store")
    assert (after.user + after.system - before.user - before.system) < 2 * LONGEST
