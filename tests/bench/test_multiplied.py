"""The corpus that is multiplied has the shapes of the real one, and is read as it is."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from tests.bench import multiplied
from tests.bench.corpus import Files
from tests.conftest import ROOT
from tests.site import build


@pytest.fixture
def seeds(monkeypatch: pytest.MonkeyPatch) -> None:
    files = Files("seeds", (ROOT / "seeds" / "fiches", ROOT / "seeds" / "tables" / "rome"))
    monkeypatch.setattr(multiplied, "files_to_measure", lambda: files)


def degrees(folder: Path, label: str) -> Counter[int]:
    texts = [path.read_text("utf-8") for path in folder.glob("*.md")]
    return Counter(len(re.findall(label, text)) for text in texts)


@pytest.mark.usefixtures("seeds")
def test_degrees_and_lengths_are_the_real_ones(tmp_path: Path) -> None:
    folder = multiplied.multiply(tmp_path, 3).sources[0]
    real = ROOT / "seeds" / "fiches"
    assert len([*folder.glob("*.md")]) == 3 * len([*real.glob("*.md")])
    for label in (r"\(ID: FOR\.\d+\)", r"(?m)^- [A-N]\d{4}$", r"(?m)^- Féminin", r"\n"):
        once = degrees(real, label)
        expected = Counter({degree: 3 * count for degree, count in once.items()})
        assert degrees(folder, label) == expected, label


@pytest.mark.usefixtures("seeds")
def test_the_same_size_is_the_same_corpus(tmp_path: Path) -> None:
    one, other = (multiplied.multiply(tmp_path / name, 2).sources[0] for name in "ab")
    for path in one.glob("*.md"):
        assert path.read_bytes() == (other / path.name).read_bytes()


@pytest.mark.usefixtures("seeds")
def test_the_copies_have_names_and_formations_of_their_own(tmp_path: Path) -> None:
    folder = multiplied.multiply(tmp_path, 40).sources[0]
    titles = [path.read_text("utf-8").partition("\n")[0] for path in folder.glob("*.md")]
    assert len({*titles}) == len(titles)
    found = re.findall(r"FOR\.(\d+)", (folder / "MET.100797.md").read_text("utf-8"))
    assert any(int(number) > 100_000 for number in found)


@pytest.mark.usefixtures("seeds")
def test_the_corpus_is_read_as_the_real_one(tmp_path: Path) -> None:
    files = multiplied.multiply(tmp_path / "sources", 2)
    release = build(tmp_path / "home", *files.sources, "--edition=onisep-metiers=1")
    counts = json.loads((release / "manifest.json").read_text("utf-8"))["counts"]
    assert counts["fiches"] == counts["metiers"] == 2 * 52
