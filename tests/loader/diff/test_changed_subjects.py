import gzip
from pathlib import Path

import pytest

from loader.corpus.problems import LoaderError
from loader.diff import changed_subjects as module
from loader.diff.changed_subjects import changed_subjects
from ontology import base

ID = f"{base()}id/"


def _dump(folder: Path, *lines: str) -> Path:
    folder.mkdir(exist_ok=True)
    text = "".join(sorted(f"{line} .\n" for line in lines))
    (folder / "dataset.nq.gz").write_bytes(gzip.compress(text.encode(), mtime=0))
    return folder


def _said(path: str, object_: str = '"x"', graph: str = "") -> str:
    return f"<{ID}{path}> <{base()}p> {object_}{f' <{base()}{graph}>' if graph else ''}"


def _touched(tmp_path: Path, before: list[str], after: list[str]) -> set[str]:
    found = changed_subjects(_dump(tmp_path / "a", *before), _dump(tmp_path / "b", *after))
    return {iri.removeprefix(ID) for iri in found if iri.startswith(f"{ID}x")}


@pytest.mark.parametrize("block", [1, 64, 1 << 20])
def test_what_is_said_on_one_side_only_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    monkeypatch.setattr(module, "_BLOCK", block)
    same = [_said(f"x{number}") for number in range(0, 40, 2)]
    before, after = [*same, _said("x1"), _said("x39")], [*same, _said("x3"), _said("x9")]
    assert _touched(tmp_path, before, after) == {"x1", "x39", "x3", "x9"}
    assert _touched(tmp_path, same, same) == set()
    assert _touched(tmp_path, [], ["<a:a> <a:a> <a:a>", *same[:2]]) == {"x0", "x2"}


@pytest.mark.parametrize(
    "object_", ['"a"', '"a <b c"', '"a <b"@fr', '"<a b"^^<a:t>', "<a:b>", '"a \\" <b>"']
)
def test_only_the_view_is_looked_at(tmp_path: Path, object_: str) -> None:
    assert _touched(tmp_path, [], [_said("x1", object_)]) == {"x1"}
    assert _touched(tmp_path, [], [_said("x1", object_, "graph/g")]) == set()


def test_a_part_is_of_its_whole_and_a_fiche_of_its_metier(tmp_path: Path) -> None:
    one = _dump(tmp_path / "a")
    other = _dump(tmp_path / "b", _said("metier/M/salaire/1"), _said("fiche/F/en-bref/1"))
    found = {iri.removeprefix(ID) for iri in changed_subjects(one, other)}
    assert {"metier/M/salaire/1", "metier/M", "fiche/F/en-bref", "metier/F"} <= found


@pytest.mark.parametrize(
    "damage", [b"", b"not packed", gzip.compress(b"a" * 999)[:-9]], ids=["empty", "text", "cut"]
)
def test_a_damaged_dump_is_said(tmp_path: Path, damage: bytes) -> None:
    one, other = _dump(tmp_path / "a", _said("x1")), _dump(tmp_path / "b")
    (other / "dataset.nq.gz").write_bytes(damage)
    if damage:
        with pytest.raises(LoaderError, match="illisible"):
            changed_subjects(one, other)
    (other / "dataset.nq.gz").unlink()
    with pytest.raises(LoaderError, match="illisible"):
        changed_subjects(one, other)
