"""Files of several editions given together: each is of its own, or is left out and told."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from loader.corpus.corpus import Corpus, read_corpus
from loader.corpus.problems import Gravity, LoaderError, ProblemKind
from loader.editions.editions import Editions
from loader.editions.options import parse_edition_options
from loader.records.rome import TableRome
from tests.loader import rome
from tests.loader.sheets import FULL, SHORT

V58 = "Numero de version : 58\n\nTitre/commentaire : ROME 4.0 version 58 - 24M12\n"
TREE = "code\tlibelle\tparent\nB\tDes nuages\t\n"


def _write(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in {"MET.9001.md": FULL, **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def _read(folder: Path, **stated: str) -> Corpus:
    editions = {source.replace("_", "-"): name for source, name in stated.items()}
    return read_corpus([folder], Editions({"onisep-metiers": "2025-10", **editions}))


def _tables(corpus: Corpus) -> set[tuple[str, str, str]]:
    return {
        (each.edition.source, each.edition.name, each.record.table)
        for each in corpus.source_files
        if isinstance(each.record, TableRome)
    }


def _told(corpus: Corpus, kind: ProblemKind) -> list[str]:
    return [each.reason for each in corpus.problems if each.kind is kind]


def _edition(version: str) -> dict[str, str]:
    codes, appellations = rome.CODES, rome.APPELLATIONS
    if version.startswith("v3"):
        codes, appellations = rome.CODES_V3, rome.APPELLATIONS_V3
    return {
        f"unix_referentiel_code_rome_{version}_utf8.csv": codes,
        f"unix_referentiel_appellation_{version}_utf8.csv": appellations,
    }


def _riasec(version: str) -> dict[str, str]:
    return {f"unix_referentiel_code_rome_riasec_{version}_utf8.csv": rome.RIASEC}


CODES, APPELLATIONS, RIASEC = (
    "referentiel_code_rome", "referentiel_appellation", "referentiel_code_rome_riasec",
)  # fmt: skip


def test_two_editions_in_one_folder_are_two(tmp_path: Path) -> None:
    corpus = _read(_write(tmp_path, {**_edition("v458"), **_edition("v460"), **_riasec("v460")}))
    assert _tables(corpus) == {
        ("rome-v4", "v458", CODES), ("rome-v4", "v458", APPELLATIONS),
        ("rome-v4", "v460", CODES), ("rome-v4", "v460", APPELLATIONS), ("rome-v4", "v460", RIASEC),
    }  # fmt: skip


def test_a_version_beside_does_not_take_the_tables_of_another(tmp_path: Path) -> None:
    files = {**_edition("v458"), **_edition("v460"), **_riasec("v460"), "version.txt": V58}
    corpus = _read(_write(tmp_path, files))
    assert _tables(corpus) == {("rome-v4", "v458", CODES), ("rome-v4", "v458", APPELLATIONS)}
    told = _told(corpus, ProblemKind.EDITION_CONTREDITE)
    assert len(told) == 3
    for reason in told:
        assert f"v458 selon {tmp_path / 'version.txt'}, v460 selon son nom" in reason
        assert "--edition" in reason


def test_a_statement_above_does_not_take_the_tables_of_another(tmp_path: Path) -> None:
    files = {f"rome_{name}/{file}": text for name in ("v458", "v460")
             for file, text in _edition(name).items()}  # fmt: skip
    stated = {"sources.toml": '[editions]\nrome-v4 = "v460"\n'}
    corpus = _read(_write(tmp_path, {**files, **stated}))
    assert {name for _, name, _ in _tables(corpus)} == {"v460"}
    assert len(_told(corpus, ProblemKind.EDITION_CONTREDITE)) == 2


def test_the_version_of_rome_4_does_not_date_the_tree_of_rome_3(tmp_path: Path) -> None:
    files = {"arborescence_v344.tsv": TREE, "version.txt": V58, **_edition("v458")}
    corpus = _read(_write(tmp_path, files))
    assert {each.name for each in corpus.files if each.source == "rome-v3"} == {"v344"}


def test_a_source_does_not_take_the_tables_that_tell_another_edition(tmp_path: Path) -> None:
    corpus = _read(
        _write(tmp_path, {f"rome/{n}": t for n, t in _edition("v460").items()}), rome_v4="v458"
    )
    assert _tables(corpus) == set()
    told = _told(corpus, ProblemKind.EDITION_CONTREDITE)
    assert set(told) == {
        "v458 selon --edition, v460 selon son nom : laissé de côté ;"
        f" écrire --edition {tmp_path}/rome/=v460"
    }
    assert len(told) == 2
    written = parse_edition_options((f"{tmp_path}/rome/=v460", "rome-v4=v458"), [tmp_path])
    again = read_corpus([tmp_path], written)
    assert {name for _, name, _ in _tables(again)} == {"v460"}
    assert _told(again, ProblemKind.EDITION_CONTREDITE) == []


def test_the_operator_may_say_otherwise_of_each_file_and_it_is_remarked(tmp_path: Path) -> None:
    names = _edition("v460")
    _write(tmp_path, names)
    placed = {(tmp_path / name).resolve(): "v458" for name in names}
    corpus = read_corpus([tmp_path], Editions({"onisep-metiers": "2025-10"}, placed))
    assert {name for _, name, _ in _tables(corpus)} == {"v458"}
    remarks = [each for each in corpus.problems if each.kind is ProblemKind.EDITION_IMPOSEE]
    assert {each.reason for each in remarks} == {"v458 selon --edition, v460 selon son nom"}
    assert {each.gravity for each in remarks} == {Gravity.REMARQUE}


def test_an_archive_is_named_for_its_members(tmp_path: Path) -> None:
    _write(tmp_path, {})
    _zip(tmp_path / "a b.zip", _edition("v460"))
    told = _told(_read(tmp_path, rome_v4="v458"), ProblemKind.EDITION_CONTREDITE)
    assert {each.partition("écrire ")[2] for each in told} == {
        f"--edition '{tmp_path}/a b.zip=v460'"
    }
    written = parse_edition_options((f"{tmp_path}/a b.zip=v458",), [tmp_path])
    assert {name for _, name, _ in _tables(read_corpus([tmp_path], written))} == {"v458"}


def test_an_edition_that_nobody_tells_is_told_with_the_option_to_write(tmp_path: Path) -> None:
    _write(
        tmp_path, {"fiches/MET.9002.md": SHORT, "fiches/MET.9003.md": SHORT.replace("9002", "9003")}
    )
    corpus = read_corpus([tmp_path], Editions())
    assert [
        each.reason for each in sorted(corpus.problems) if each.kind is ProblemKind.EDITION_INCONNUE
    ] == [
        f"édition inconnue : écrire --edition {tmp_path}/MET.9001.md=AAAA-MM",
        f"édition inconnue, et de 1 autre : écrire --edition {tmp_path}/fiches/=AAAA-MM",
    ]


def test_editions_of_which_one_is_not_known_are_told_with_the_option_to_write(
    tmp_path: Path,
) -> None:
    _write(tmp_path, {"fiches-2024-06.md": SHORT})
    with pytest.raises(LoaderError) as told:
        read_corpus([tmp_path], Editions())
    assert str(told.value) == (
        "onisep-metiers : éditions 2024-06, nd, qu'on ne peut ordonner ;"
        f" écrire --edition {tmp_path}/MET.9001.md=AAAA-MM"
    )


def test_a_table_that_both_romes_may_have_is_of_its_own_edition(tmp_path: Path) -> None:
    files = {**_edition("v347"), **_edition("v458"), **_edition("v460"),
             **_riasec("v347"), **_riasec("v460")}  # fmt: skip
    corpus = _read(_write(tmp_path, files))
    riasec = {found[:2] for found in _tables(corpus) if found[2] == RIASEC}
    assert riasec == {("rome-v3", "v347"), ("rome-v4", "v460")}
    assert {found[:2] for found in _tables(corpus)} == {
        ("rome-v3", "v347"), ("rome-v4", "v458"), ("rome-v4", "v460"),
    }  # fmt: skip


def test_a_table_without_others_of_its_edition_is_told(tmp_path: Path) -> None:
    corpus = _read(_write(tmp_path, {**_edition("v458"), **_riasec("v460")}))
    assert {name for _, name, _ in _tables(corpus)} == {"v458"}
    assert _told(corpus, ProblemKind.FICHIER_INCONNU) == [
        "rien à côté ne dit de quelle source elle est"
    ]


def test_a_table_that_may_be_of_either_rome_is_told(tmp_path: Path) -> None:
    files = {"c3.csv": rome.CODES_V3, "c4.csv": rome.CODES, "r.csv": rome.RIASEC}
    corpus = _read(_write(tmp_path, files))
    assert RIASEC not in {table for _, _, table in _tables(corpus)}
    assert _told(corpus, ProblemKind.FICHIER_INCONNU) == ["elle peut être de rome-v3 ou de rome-v4"]


def test_which_of_two_tables_is_said_is_the_one_that_is_told_to_be(tmp_path: Path) -> None:
    name = "unix_referentiel_code_rome_v460_utf8.csv"
    other = rome.CODES.replace("Tailleur / Tailleuse", "Cardeur / Cardeuse")
    for one, two in ((rome.CODES, other), (other, rome.CODES)):
        corpus = _read(_write(tmp_path, {f"a/{name}": one, f"b/{name}": two}))
        said = [each for each in corpus.source_files if isinstance(each.record, TableRome)]
        (told,) = _told(corpus, ProblemKind.IDENTIFIANT_EN_DOUBLE)
        assert told.endswith(f"déjà lue dans {said[0].record.path}")


@pytest.mark.parametrize("names", [("printemps", "automne"), ("2025-10", "v2"), ("2025-10", "nd")])
def test_editions_that_nothing_orders_stop_the_command(
    tmp_path: Path, names: tuple[str, str]
) -> None:
    placed = {}
    for name in names:
        _write(tmp_path / name, {})
        placed[(tmp_path / name).resolve()] = name
    with pytest.raises(LoaderError, match=r"qu'on ne peut ordonner ; .*--edition"):
        read_corpus([tmp_path], Editions(placed=placed))


def _zip(path: Path, files: Mapping[str, str]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)


NAMELESS = {"unix_referentiel_code_rome_utf8.csv": rome.CODES,
            "unix_referentiel_appellation_utf8.csv": rome.APPELLATIONS}  # fmt: skip


@pytest.mark.parametrize(
    ("archive", "notes", "folder"),
    [
        ("rome.zip", {"version.txt": V58}, ""),
        ("rome.zip", {"x/version.txt": V58}, "x/"),
        ("rome.zip", {"sources.toml": '[editions]\nrome-v4 = "v458"\n'}, "x/y/z/"),
        ("rome.zip", {}, "rome_v458/csv/"),
        ("rome_v458.zip", {}, ""),
    ],
)
def test_an_archive_tells_the_edition_of_its_members(
    tmp_path: Path, archive: str, notes: dict[str, str], folder: str
) -> None:
    _write(tmp_path, {})
    _zip(tmp_path / archive, {**notes, **{folder + name: text for name, text in NAMELESS.items()}})
    assert {name for _, name, _ in _tables(_read(tmp_path))} == {"v458"}


@pytest.mark.parametrize(
    "beside", [{"version.txt": V58}, {"sources.toml": '[editions]\nrome-v4 = "v458"\n'}]
)
def test_what_stands_beside_an_archive_speaks_of_its_members(
    tmp_path: Path, beside: dict[str, str]
) -> None:
    _write(tmp_path, beside)
    _zip(tmp_path / "rome.zip", NAMELESS)
    assert {name for _, name, _ in _tables(_read(tmp_path))} == {"v458"}


def test_what_an_archive_says_of_itself_is_held_against_the_names_too(tmp_path: Path) -> None:
    _write(tmp_path, {})
    _zip(tmp_path / "rome.zip", {"version.txt": V58, **_edition("v460")})
    corpus = _read(tmp_path)
    assert _tables(corpus) == set()
    (one, _) = _told(corpus, ProblemKind.EDITION_CONTREDITE)
    assert f"v458 selon {tmp_path / 'rome.zip'}!/version.txt, v460 selon son nom" in one


def test_an_archive_speaks_of_nothing_outside_it(tmp_path: Path) -> None:
    _write(tmp_path, _edition("v460"))
    _zip(tmp_path / "rome.zip", {"version.txt": V58, "../version.txt": V58})
    assert {name for _, name, _ in _tables(_read(tmp_path))} == {"v460"}


def test_a_damaged_statement_in_an_archive_is_told_with_its_place(tmp_path: Path) -> None:
    _write(tmp_path, {})
    _zip(tmp_path / "rome.zip", {"sources.toml": "[edition]\n", **NAMELESS})
    with pytest.raises(LoaderError, match=r"rome\.zip!/sources\.toml:1: table \[edition\]"):
        _read(tmp_path)
