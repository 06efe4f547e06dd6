from pathlib import Path

import pytest

from loader.corpus.problems import LoaderError
from loader.editions.editions import UNKNOWN, Edition, Editions, unordered
from loader.editions.sidecars import Archive
from loader.sources.catalogue import SOURCES


def _name(editions: Editions, source: str, path: Path) -> str:
    return editions.of(source, path).edition.name


def _sources_file(folder: Path, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sources.toml").write_text(text, "utf-8")


def test_what_the_operator_says_comes_first(tmp_path: Path) -> None:
    _sources_file(tmp_path, '[editions]\nrome-v3 = "v344"\n')
    file = tmp_path / "tree.tsv"
    assert _name(Editions({"rome-v3": "v399"}), "rome-v3", file) == "v399"
    assert _name(Editions(), "rome-v3", file) == "v344"


def test_a_sources_file_holds_for_the_folders_below_it(tmp_path: Path) -> None:
    _sources_file(tmp_path, '[editions]\nonisep-metiers = "2025-10"\n')
    _sources_file(tmp_path / "old", '[editions]\nonisep-metiers = "2024-06"\n')
    editions = Editions()
    assert _name(editions, "onisep-metiers", tmp_path / "a" / "b" / "x.md") == "2025-10"
    assert _name(editions, "onisep-metiers", tmp_path / "old" / "x.md") == "2024-06"


@pytest.mark.parametrize(
    ("name", "edition"),
    [
        ("rome_v3_arborescence_v344.tsv", "v344"),
        ("fiches-2025-10.md", "2025-10"),
        ("fiches_2025-10-01.md", "2025-10-01"),
        ("Onisep_Ideo_Fiches_metiers_25062024.xml", "2024-06-25"),
        ("FR_20230607_mapping.csv", "2023-06-07"),
        ("v1.0_occupations_fr.csv", "v1.0"),
        ("passage_fap2009.txt", UNKNOWN),
        ("lot_99999999.md", UNKNOWN),
        ("MET.797.md", UNKNOWN),
        ("MET.2024.md", UNKNOWN),
        ("2025-10/MET.797.md", UNKNOWN),
    ],
)
def test_a_name_may_tell_the_edition_but_never_a_folder(
    tmp_path: Path, name: str, edition: str
) -> None:
    assert _name(Editions(), "rome-v3", tmp_path / name) == edition


@pytest.mark.parametrize(
    "text",
    ["[editions", '[editions]\nrome-v3 = "a/b"\n', "[editions]\nrome-v3 = 344\n", "editions = 1\n"],
)
def test_a_damaged_sources_file_stops_the_command(tmp_path: Path, text: str) -> None:
    _sources_file(tmp_path, text)
    with pytest.raises(LoaderError, match=r"sources\.toml"):
        Editions().of("rome-v3", tmp_path / "x.tsv")


def test_an_unknown_edition_ranks_newest() -> None:
    ranks = [Edition("s", name).rank for name in ("2024-06", "2025-10", UNKNOWN)]
    assert ranks == sorted(ranks)


def _version_file(folder: Path, text: str = "Titre : ROME 4.0 version 58 - 24M12\n") -> str:
    (folder / "version.txt").write_text(text, "utf-8")
    return str(folder / "version.txt")


def test_a_rome_states_its_version_beside_its_tables(tmp_path: Path) -> None:
    _version_file(tmp_path)
    assert _name(Editions(), "rome-v4", tmp_path / "unix_x_utf8.csv") == "v458"
    assert _name(Editions(), "onisep-metiers", tmp_path / "x.md") == UNKNOWN


@pytest.mark.parametrize(
    ("text", "v3", "v4"),
    [
        ("ROME 4.0 version 58", "v344", "v458"),
        ("ROME V3 version 47", "v347", UNKNOWN),
        ("ROME 3 version 47", "v347", UNKNOWN),
        ("Numéro de version : 58", "v344", UNKNOWN),
    ],
)
def test_a_version_holds_for_the_rome_that_it_names(
    tmp_path: Path, text: str, v3: str, v4: str
) -> None:
    _version_file(tmp_path, text)
    tree = "tree.tsv" if v3 == "v347" else "tree_v344.tsv"
    assert _name(Editions(), "rome-v3", tmp_path / tree) == v3
    assert _name(Editions(), "rome-v4", tmp_path / "unix_x_utf8.csv") == v4


def test_a_version_beside_that_a_name_contradicts_is_refused(tmp_path: Path) -> None:
    where = _version_file(tmp_path)
    found = Editions().of("rome-v4", tmp_path / "unix_x_v460_utf8.csv")
    assert found.refused
    assert found.doubt == f"v458 selon {where}, v460 selon son nom"
    assert not Editions().of("rome-v4", tmp_path / "unix_x_v458_utf8.csv").doubt


@pytest.mark.parametrize("stated", ["v460", "2025-06", "nd"])
def test_a_stated_edition_that_a_name_contradicts_is_refused(tmp_path: Path, stated: str) -> None:
    _sources_file(tmp_path, f'[editions]\nrome-v4 = "{stated}"\n')
    (tmp_path / "rome_v458").mkdir()
    found = Editions().of("rome-v4", tmp_path / "rome_v458" / "unix_x_v458_utf8.csv")
    assert found.refused
    assert found.doubt == f"{stated} selon {tmp_path / 'sources.toml'}, v458 selon son nom"


def test_two_statements_beside_that_differ_are_refused(tmp_path: Path) -> None:
    _sources_file(tmp_path, '[editions]\nrome-v4 = "v460"\n')
    (tmp_path / "x").mkdir()
    where = _version_file(tmp_path / "x")
    found = Editions().of("rome-v4", tmp_path / "x" / "unix_x.csv")
    assert found.refused
    assert found.doubt.endswith(f"v458 selon {where}")


@pytest.mark.parametrize("stated", ["v458", "458"])
def test_a_statement_that_says_the_same_is_no_contradiction(tmp_path: Path, stated: str) -> None:
    _sources_file(tmp_path, f'[editions]\nrome-v4 = "{stated}"\n')
    assert not Editions().of("rome-v4", tmp_path / "unix_x_v458_utf8.csv").doubt


def test_what_the_operator_says_of_the_very_file_is_believed(tmp_path: Path) -> None:
    file = tmp_path / "unix_x_v460_utf8.csv"
    found = Editions(placed={file.resolve(): "v458"}).of("rome-v4", file)
    assert (found.edition.name, found.refused) == ("v458", False)
    assert found.doubt == "v458 selon --edition, v460 selon son nom"


@pytest.mark.parametrize("name", ["unix_x_v460_utf8.csv", "unix_x.csv"])
def test_of_a_source_or_a_folder_he_is_not_where_a_file_tells(tmp_path: Path, name: str) -> None:
    where = "son nom" if "v460" in name else _version_file(tmp_path, "ROME 4.0 version 60")
    for editions in (Editions({"rome-v4": "v458"}), Editions(placed={tmp_path.resolve(): "v458"})):
        found = editions.of("rome-v4", tmp_path / name)
        assert (found.refused, found.other) == (True, "v460")
        assert found.doubt == f"v458 selon --edition, v460 selon {where}"


@pytest.mark.parametrize("name", ["export_25062024.xml", "export_2024-06.xml"])
def test_a_date_in_a_name_stands_against_a_source(tmp_path: Path, name: str) -> None:
    found = Editions({"onisep-metiers": "2025-10"}).of("onisep-metiers", tmp_path / name)
    assert found.refused
    assert found.other.startswith("2024-06")
    agreed = Editions({"onisep-metiers": "2024-06"}).of("onisep-metiers", tmp_path / name)
    assert (agreed.doubt, agreed.edition.name) == ("", "2024-06")


def test_the_operator_is_believed_against_a_sources_file_and_it_is_told(tmp_path: Path) -> None:
    _sources_file(tmp_path, '[editions]\nonisep-metiers = "2024-06"\n')
    found = Editions({"onisep-metiers": "2025-10"}).of("onisep-metiers", tmp_path / "x.md")
    assert (found.edition.name, found.refused) == ("2025-10", False)
    assert found.doubt.endswith(f"2024-06 selon {tmp_path / 'sources.toml'}")


@pytest.mark.parametrize("source", SOURCES)
def test_a_sources_file_stands_for_no_file_that_tells_its_edition(
    tmp_path: Path, source: str
) -> None:
    _sources_file(tmp_path, f'[editions]\n{source} = "2025-10"\n')
    found = Editions().of(source, tmp_path / "export_25062024.xml")
    assert (found.refused, found.other) == (True, "2024-06-25")
    where = tmp_path / "sources.toml"
    assert found.doubt == f"2025-10 selon {where}, 2024-06-25 selon son nom"
    inside = Editions().of(source, tmp_path / "export.csv", "2024-02")
    assert (inside.refused, inside.other) == (True, "2024-02")
    archive = Archive(tmp_path / "export_2024-02-22.zip", {})
    member = Editions().of(source, archive.path / "table.csv", archive=archive)
    assert (member.refused, member.other) == (True, "2024-02-22")
    assert not Editions().of(source, tmp_path / "export_2025-10-03.xml").doubt


def test_a_date_and_a_version_go_together(tmp_path: Path) -> None:
    _sources_file(tmp_path, '[editions]\nesco-rome = "v1.4"\n')
    assert not Editions().of("esco-rome", tmp_path / "FR_20230607_mapping.csv").doubt


def test_the_version_in_the_name_of_a_table_comes_before_a_date(tmp_path: Path) -> None:
    assert _name(Editions(), "rome-v4", tmp_path / "unix_x_v460_20250601.csv") == "v460"


def test_editions_are_ordered_by_their_numbers() -> None:
    names = ["2024-06-25", "2025-10", "nd"]
    assert sorted(names, key=lambda name: Edition("s", name).rank) == names
    names = ["v99", "v344", "v1000"]
    assert sorted(names, key=lambda name: Edition("s", name).rank) == names


@pytest.mark.parametrize(
    "names",
    [
        ("printemps", "automne"), ("2025-10", "v2"), ("2025-10", "printemps"), ("2025-10", "nd"),
        ("v458", "458"), ("nd", "v1"),
    ],
)  # fmt: skip
def test_editions_that_nothing_orders_are_refused(names: tuple[str, ...]) -> None:
    assert not unordered([Edition("rome-v3", names[0]), Edition("rome-v4", names[1])], {})
    reason = unordered((Edition("rome-v4", name) for name in names), {})
    assert reason.startswith(f"rome-v4 : éditions {', '.join(names)}, qu'on ne peut")


@pytest.mark.parametrize(
    "names", [("2025-10", "2024-06-25", "2023"), ("v458", "v460"), ("2", "v10"), ("v1.0", "v1.1")]
)
def test_editions_of_one_family_are_ordered(names: tuple[str, ...]) -> None:
    assert not unordered((Edition("rome-v4", name) for name in names), {})
