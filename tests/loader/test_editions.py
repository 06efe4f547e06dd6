from pathlib import Path

import pytest

from loader.editions import UNKNOWN, Edition, Editions, parse_stated
from loader.problems import LoaderError, UsageError

KNOWN = frozenset({"onisep-metiers", "rome-v3"})


def _sources_file(folder: Path, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sources.toml").write_text(text, "utf-8")


def test_what_the_operator_says_comes_first(tmp_path: Path) -> None:
    _sources_file(tmp_path, '[editions]\nrome-v3 = "v344"\n')
    file = tmp_path / "tree_v300.tsv"
    assert Editions({"rome-v3": "v399"}).of("rome-v3", file).name == "v399"
    assert Editions().of("rome-v3", file).name == "v344"


def test_a_sources_file_holds_for_the_folders_below_it(tmp_path: Path) -> None:
    _sources_file(tmp_path, '[editions]\nonisep-metiers = "2025-10"\n')
    _sources_file(tmp_path / "old", '[editions]\nonisep-metiers = "2024-06"\n')
    editions = Editions()
    assert editions.of("onisep-metiers", tmp_path / "a" / "b" / "x.md").name == "2025-10"
    assert editions.of("onisep-metiers", tmp_path / "old" / "x.md").name == "2024-06"


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
        ("2025-10/MET.797.md", UNKNOWN),
    ],
)
def test_a_name_may_tell_the_edition_but_never_a_folder(
    tmp_path: Path, name: str, edition: str
) -> None:
    assert Editions().of("rome-v3", tmp_path / name).name == edition


@pytest.mark.parametrize(
    "text",
    ["[editions", '[editions]\nrome-v3 = "a/b"\n', "[editions]\nrome-v3 = 344\n", "editions = 1\n"],
)
def test_a_damaged_sources_file_stops_the_command(tmp_path: Path, text: str) -> None:
    _sources_file(tmp_path, text)
    with pytest.raises(LoaderError, match=r"sources\.toml"):
        Editions().of("rome-v3", tmp_path / "x.tsv")


@pytest.mark.parametrize("option", ["rome-v3", "rome-v3=", "rome-v3=a b", "rome-v9=1", "=1"])
def test_an_edition_that_cannot_be_is_wrong_use(option: str) -> None:
    with pytest.raises(UsageError, match="--edition"):
        parse_stated((option,), KNOWN.__contains__)


def test_an_unknown_edition_ranks_newest() -> None:
    ranks = [Edition("s", name).rank for name in ("2024-06", "2025-10", UNKNOWN)]
    assert ranks == sorted(ranks)


def test_a_folder_may_be_given_its_own_edition(tmp_path: Path) -> None:
    for name in ("new", "old"):
        (tmp_path / name).mkdir()
    editions = parse_stated(
        (f"{tmp_path / 'new'}=2025-10", "onisep-metiers=2024-06"), KNOWN.__contains__
    )
    assert editions.of("onisep-metiers", tmp_path / "new" / "a.md").name == "2025-10"
    assert editions.of("onisep-metiers", tmp_path / "old" / "a.md").name == "2024-06"


def test_a_rome_states_its_version_beside_its_tables(tmp_path: Path) -> None:
    (tmp_path / "version.txt").write_text("Titre : ROME 4.0 version 58 - 24M12\n", "utf-8")
    assert Editions().of("rome-v4", tmp_path / "unix_x_v460_utf8.csv").name == "v458"
    assert Editions().of("onisep-metiers", tmp_path / "x.md").name == UNKNOWN


def test_editions_are_ordered_by_their_numbers() -> None:
    names = ["2024-06-25", "2025-10", "nd"]
    assert sorted(names, key=lambda name: Edition("s", name).rank) == names
    names = ["v99", "v344", "v1000"]
    assert sorted(names, key=lambda name: Edition("s", name).rank) == names
