import os
import unicodedata
import zipfile
from pathlib import Path

import pytest

from loader.corpus.corpus import Corpus, read_corpus
from loader.corpus.problems import Gravity, Problem, ProblemKind, UnreadableCorpusError, UsageError
from loader.editions.editions import Editions
from loader.records import CodeRome
from tests.loader.sheets import FORMATION, FULL, IDEO, SHORT

TREE = "code\tlibelle\tparent\nB\tDes nuages\t\nB12\tTissage\tB\nB1234\tTisser\tB12\n"


def _write(folder: Path, **files: str | bytes) -> Path:
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        (folder / name).write_bytes(data)
    return folder


def _read(folder: Path) -> Corpus:
    return read_corpus([folder], Editions({"onisep-metiers": "2025-10", "rome-v3": "v1"}))


def _tree(corpus: Corpus) -> tuple[CodeRome, ...]:
    (tree,) = [each.record for each in corpus.source_files if each.edition.source == "rome-v3"]
    assert isinstance(tree, tuple)
    return tree


def _only(problems: list[Problem], kind: ProblemKind) -> Problem:
    (found,) = [each for each in problems if each.kind is kind]
    return found


def test_each_file_is_taken_for_what_it_holds(tmp_path: Path) -> None:
    _write(tmp_path, **{"a.txt": FULL, "b": SHORT, "c.csv": TREE})
    corpus = _read(_write(tmp_path, **{"notes.md": "# Notes\n\nRien.\n"}))
    assert [entry.fiche.id for entry in corpus.fiches] == ["MET.9001", "MET.9002"]
    assert [code.code for code in _tree(corpus)] == ["B", "B12", "B1234"]
    assert corpus.file_counts == {
        "fiche métier (markdown)": 2,
        "arborescence ROME V3": 1,
        "inconnu, laissé de côté": 1,
    }
    unknown = _only(corpus.problems, ProblemKind.FICHIER_INCONNU)
    assert unknown.path.endswith("notes.md")
    assert unknown.gravity is Gravity.REMARQUE


_BYSTANDERS = {
    "Notice.pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n\0\0\0endobj",
    "logo.png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xff\xfe",
    "notes.txt": "À lire : la licence, l'été, les œuvres.\n".encode("windows-1252"),
    "Unicode.txt": "Une note à lire.\n".encode("utf-16"),
    "feuilles.7z": b"7z\xbc\xaf\x27\x1c\0\4\xe9\xe9\xe9\xe9",
    "fiches.tar.gz": b"\x1f\x8b\x08\0\0\0\0\0\0\3\xcb\xe9\xe9\xe9",
    "perdu.md": b"Les ?uvres d?un m?tier, ?a, l?\xc3\xa9t?\n",
    "table.csv": "id,libellé\n1,Cœur\n".encode("windows-1252"),
}


@pytest.mark.parametrize("name", _BYSTANDERS)
def test_what_is_of_no_format_stands_beside_the_sources(tmp_path: Path, name: str) -> None:
    _write(tmp_path, **{name: _BYSTANDERS[name]})
    corpus = _read(_write(tmp_path, **{"a.md": FULL}))
    (told,) = corpus.problems
    assert str(told) == f"{tmp_path / name}: aucun format connu : laissé de côté"
    assert (told.kind, told.gravity) == (ProblemKind.FICHIER_INCONNU, Gravity.REMARQUE)
    assert len(corpus.fiches) == 1


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32-be", "windows-1252", "mac_roman"])
def test_a_known_format_in_another_encoding_is_refused(tmp_path: Path, encoding: str) -> None:
    sheets = {"FOR.9001.md": FORMATION, "a.md": FULL}
    for name, text in sheets.items():
        _write(tmp_path, **{f"other-{name}": text.encode(encoding, "replace")})
    _write(tmp_path, **{"b.md": SHORT})
    told = [each for each in _read(tmp_path).problems if each.gravity is Gravity.ERREUR]
    assert [Path(each.path).name for each in told] == ["other-FOR.9001.md", "other-a.md"]
    assert {each.kind for each in told} == {ProblemKind.FICHIER_ILLISIBLE}


@pytest.mark.parametrize("sheet", [FULL, FORMATION, IDEO])
def test_a_sheet_whose_accents_are_apart_is_refused_once(tmp_path: Path, sheet: str) -> None:
    accented = sheet.replace("ciel", "été")
    apart = unicodedata.normalize("NFD", accented)
    corpus = _read(_write(tmp_path, **{"FOR.9003.md": apart, "b.md": SHORT}))
    told = _only(corpus.problems, ProblemKind.FICHIER_ILLISIBLE)
    assert told.reason.startswith("accents à part de leurs lettres (NFD) en ")
    assert "l'enregistrer en NFC" in told.reason


@pytest.mark.corpus
def test_the_files_of_other_publishers_stop_nothing(tmp_path: Path, more_folder: Path) -> None:
    _write(tmp_path, **{"a.md": FULL})
    inputs = [tmp_path, more_folder / "federation"]
    corpus = read_corpus(inputs, Editions({"onisep-metiers": "2025-10"}))
    illegible = [each for each in corpus.problems if each.kind is ProblemKind.FICHIER_ILLISIBLE]
    assert illegible == []


def test_a_sheet_in_a_file_that_is_named_after_another_is_told(tmp_path: Path) -> None:
    _write(tmp_path, **{"MET.1.md": FULL, "MET.9002.v2.md": SHORT})
    named = _read(_write(tmp_path, **{"FOR.9003_x.md": FORMATION, "FOR.1.md": IDEO}))
    told = [each for each in named.problems if each.kind is ProblemKind.FORME]
    assert [str(each) for each in told] == [
        f"{tmp_path}/FOR.1.md: FOR.9003 dans un fichier nommé FOR.1 : lu comme FOR.9003",
        f"{tmp_path}/MET.1.md: MET.9001 dans un fichier nommé MET.1 : lu comme MET.9001",
    ]


def test_a_file_given_twice_is_read_once(tmp_path: Path) -> None:
    _write(tmp_path, **{"a.md": FULL})
    corpus = read_corpus([tmp_path, tmp_path / "a.md"], Editions({"onisep-metiers": "1"}))
    assert len(corpus.fiches) == 1
    assert corpus.problems == []


def test_bytes_that_do_not_decode_are_told_with_their_line(tmp_path: Path) -> None:
    broken = FULL.encode().replace(b"Le ciel est petit.", b"Le ciel est \xe9lev\xe9.")
    corpus = _read(_write(tmp_path, **{"a.md": broken, "b.md": SHORT.encode()}))
    told = _only(corpus.problems, ProblemKind.FICHIER_ILLISIBLE)
    assert told.line == broken[: broken.index(b"\xe9")].count(b"\n") + 1
    assert "0xe9" in told.reason
    assert [entry.fiche.id for entry in corpus.fiches] == ["MET.9002"]


def test_a_byte_order_mark_is_no_word(tmp_path: Path) -> None:
    corpus = _read(_write(tmp_path, **{"a.md": b"\xef\xbb\xbf" + FULL.encode()}))
    assert corpus.fiches[0].fiche.titre == "tisseur/euse de nuages"


def test_windows_line_ends_are_white_space(tmp_path: Path) -> None:
    corpus = _read(_write(tmp_path, **{"a.md": FULL.replace("\n", "\r\n")}))
    plain = _read(_write(tmp_path, **{"a.md": FULL}))
    assert corpus.fiches[0].fiche == plain.fiches[0].fiche


def test_of_two_sheets_with_one_id_the_first_stands(tmp_path: Path) -> None:
    corpus = _read(_write(tmp_path, **{"a.md": FULL, "b.md": FULL.replace("petit", "grand")}))
    told = _only(corpus.problems, ProblemKind.IDENTIFIANT_EN_DOUBLE)
    assert told.path.endswith("b.md")
    assert "a.md" in told.reason
    assert "Le ciel est grand." in told.lost
    assert len(corpus.fiches) == 1


def test_a_dangling_link_is_told(tmp_path: Path) -> None:
    _write(tmp_path, **{"a.md": FULL})
    (tmp_path / "b.md").symlink_to(tmp_path / "nowhere.md")
    told = _only(_read(tmp_path).problems, ProblemKind.FICHIER_ILLISIBLE)
    assert told.path.endswith("b.md")


def test_hidden_files_and_folders_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    _write(tmp_path, **{"a.md": FULL, ".b.md": SHORT, ".git/c.md": SHORT})
    corpus = _read(tmp_path)
    assert len(corpus.fiches) == 1
    assert corpus.problems == []


def test_a_folder_without_sheet_is_an_error_that_says_what_was_there(tmp_path: Path) -> None:
    _write(tmp_path, **{"photo.png": b"\x89PNG\r\n\x1a\n"})
    with pytest.raises(UnreadableCorpusError, match="aucune fiche") as told:
        _read(tmp_path)
    assert [Path(each.path).name for each in told.value.problems] == ["photo.png"]


def test_a_path_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="ni fichier ni dossier"):
        read_corpus([tmp_path / "nowhere"], Editions())


def test_an_edition_that_nobody_states_is_remarked(tmp_path: Path) -> None:
    corpus = read_corpus([_write(tmp_path, **{"a.md": FULL})], Editions())
    assert corpus.fiches[0].edition.name == "nd"
    assert (
        f"--edition {tmp_path}/a.md=" in _only(corpus.problems, ProblemKind.EDITION_INCONNUE).reason
    )


def test_modification_times_and_places_change_nothing(tmp_path: Path) -> None:
    one, other = tmp_path / "x", tmp_path / "2031-01"
    for folder in (one, other):
        folder.mkdir()
        _write(folder, **{"a.md": FULL})
    os.utime(other / "a.md", (0, 0))
    assert _read(one).fiches == _read(other).fiches


def test_a_damaged_id_does_not_take_the_place_of_a_sound_sheet(tmp_path: Path) -> None:
    damaged = SHORT.replace("MET.9002", "MET.9001")
    corpus = _read(_write(tmp_path, **{"MET.9001.md": FULL, "MET.9002.md": damaged}))
    assert [entry.fiche.titre for entry in corpus.fiches] == ["tisseur/euse de nuages"]
    told = _only(corpus.problems, ProblemKind.IDENTIFIANT_EN_DOUBLE)
    assert told.lost == damaged


def test_which_of_two_sheets_stands_does_not_depend_on_their_folders(tmp_path: Path) -> None:
    kept = []
    for one, other in (("a", "b"), ("z", "b")):
        for folder, sheet in ((one, FULL), (other, FULL.replace("petit", "grand"))):
            (tmp_path / one / folder).mkdir(parents=True)
            _write(tmp_path / one / folder, **{"MET.9001.md": sheet})
        kept.append([entry.fiche for entry in _read(tmp_path / one).fiches])
    assert kept[0] == kept[1]


def test_what_is_no_ordinary_file_neither_hangs_nor_stops_the_others(tmp_path: Path) -> None:
    _write(tmp_path, **{"a.md": FULL})
    os.mkfifo(tmp_path / "b.md")
    (tmp_path / "c.md").symlink_to(tmp_path / "c.md")
    (tmp_path / os.fsdecode(b"caf\xe9.md")).write_text(SHORT, "utf-8")
    corpus = _read(tmp_path)
    assert len(corpus.fiches) == 2
    illegible = [each for each in corpus.problems if each.kind is ProblemKind.FICHIER_ILLISIBLE]
    assert len(illegible) == 2
    assert {entry.fichier.name for entry in corpus.fiches} == {
        "a.md",
        "caf\N{REPLACEMENT CHARACTER}.md",
    }


def test_the_members_of_an_archive_are_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "lot.zip", "w") as archive:
        archive.writestr("fiches/MET.9001.md", FULL)
        archive.writestr("../../escape.md", SHORT)
        archive.writestr(".hidden.md", SHORT)
    corpus = _read(tmp_path)
    assert [entry.fiche.id for entry in corpus.fiches] == ["MET.9001", "MET.9002"]
    assert not (tmp_path.parent.parent / "escape.md").exists()
