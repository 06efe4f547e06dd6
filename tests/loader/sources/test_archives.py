"""Archives that are damaged, or of another kind than is meant: told, never a traceback."""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loader.corpus.corpus import Corpus, read_corpus
from loader.corpus.problems import Gravity, Problem, ProblemKind
from loader.editions.editions import Editions
from loader.sources.documents import Document, read_documents
from tests.loader.sheets import FULL, SHORT


def _zip(files: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


WHOLE = _zip({"MET.9001.md": FULL, "MET.9002.md": SHORT})


def _read(folder: Path, data: bytes) -> list[Document | Problem]:
    (folder / "lot.zip").write_bytes(data)
    return list(read_documents(folder / "lot.zip"))


def _problems(folder: Path, data: bytes) -> Iterator[Problem]:
    return (each for each in _read(folder, data) if isinstance(each, Problem))


def test_a_truncated_archive_is_told_to_be_one(tmp_path: Path) -> None:
    for length in (5, 40, len(WHOLE) // 2, len(WHOLE) - 30):
        (told,) = _problems(tmp_path, WHOLE[:length])
        assert (told.kind, told.line) == (ProblemKind.FICHIER_ILLISIBLE, 0)
        assert told.reason == "archive zip tronquée ou endommagée"


def test_a_name_in_utf_8_is_read_though_the_archive_does_not_say_so(tmp_path: Path) -> None:
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("e-te/VoieAccEs.md", SHORT)
    named = data.getvalue().replace(b"e-te", "éte".encode())
    named = named.replace(b"VoieAccEs", "VoieAccè".encode())
    (read,) = _read(tmp_path, named)
    assert isinstance(read, Document)
    assert (read.path, read.text()) == (f"{tmp_path}/lot.zip!/éte/VoieAccè.md", SHORT)


def test_a_directory_that_lies_is_told(tmp_path: Path) -> None:
    damaged = WHOLE.replace(b"PK\x01\x02", b"PK\x09\x09")
    (told,) = _problems(tmp_path, damaged)
    assert told.reason == "archive zip tronquée ou endommagée"


def test_a_damaged_member_does_not_stop_the_others(tmp_path: Path) -> None:
    at = WHOLE.index(b"MET.9001.md") + len(b"MET.9001.md") + 5
    read = _read(tmp_path, WHOLE[:at] + b"\xff" * 40 + WHOLE[at + 40 :])
    told, sound = read
    assert isinstance(told, Problem)
    assert told.path.endswith("lot.zip!/MET.9001.md")
    assert told.reason == "membre d'archive endommagé"
    assert isinstance(sound, Document)


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (b"\x14\x00\x00\x00\x08\x00", b"\x14\x00\x01\x00\x08\x00", "membre d'archive chiffré"),
        (b"\x14\x00\x00\x00\x08\x00", b"\x14\x00\x00\x00\x60\x00",
         "membre d'archive compressé on ne sait comment"),
    ],
)  # fmt: skip
def test_a_member_that_cannot_be_opened_is_told(
    tmp_path: Path, before: bytes, after: bytes, reason: str
) -> None:
    assert {each.reason for each in _problems(tmp_path, WHOLE.replace(before, after))} == {reason}


def test_an_archive_in_an_archive_is_told(tmp_path: Path) -> None:
    (told,) = _problems(tmp_path, _zip({"lot/x.zip": WHOLE}))
    assert told.path.endswith("lot.zip!/lot/x.zip")
    assert told.reason == "archive dans une archive : l'en sortir"
    assert told.gravity is Gravity.ERREUR


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data(), st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA,
                                   zipfile.ZIP_BZIP2]))  # fmt: skip
def test_no_damage_to_an_archive_raises(tmp_path: Path, data: st.DataObject, method: int) -> None:
    damaged = bytearray(_zip({"a/MET.9001.md": FULL, "version.txt": "x", "\xe9.md": "y"}, method))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(damaged) - 1))
        damaged[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
        if not damaged:
            return
    _read(tmp_path, bytes(damaged))


def _corpus(folder: Path, **files: bytes) -> Corpus:
    (folder / "MET.9001.md").write_text(FULL, "utf-8")
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return read_corpus([folder], Editions({"onisep-metiers": "2025-10"}))


@pytest.mark.parametrize("marker", ["[Content_Types].xml", "META-INF/manifest.xml"])
def test_a_workbook_is_named_once(tmp_path: Path, marker: str) -> None:
    book = _zip({marker: "<x/>", "xl/workbook.xml": "<x/>", "xl/styles.xml": "<x/>"})
    for data in (book, _zip({"table.xlsx": book})):
        corpus = _corpus(tmp_path, book=data)
        (told,) = corpus.problems
        assert told.gravity is Gravity.REMARQUE
        assert told.reason.startswith("classeur ou texte de bureautique, qui n'est pas lu")
        assert corpus.file_counts["inconnu, laissé de côté"] == 1


@pytest.mark.parametrize(
    "encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
)
@pytest.mark.parametrize("text", [SHORT, "<formations><formation/></formations>"])
def test_wide_letters_are_called_by_their_name(tmp_path: Path, encoding: str, text: str) -> None:
    (told,) = _corpus(tmp_path, other=text.encode(encoding)).problems
    assert (told.kind, told.line) == (ProblemKind.FICHIER_ILLISIBLE, 1)
    assert told.reason == f"texte en {encoding[:6].upper()} : l'enregistrer en UTF-8"
