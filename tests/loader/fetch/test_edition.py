import tomllib
from pathlib import Path

import pytest

from loader.corpus.problems import LoaderError
from loader.fetch.download import DownloadedFile
from loader.fetch.edition import (
    stated_edition,
    with_edition,
    withdraw_edition,
    without_edition,
    write_edition,
)
from loader.fetch.fetch import fetch
from tests.loader.fetch.publisher import DATED, FAST, Publisher, whole, zipped

ONE = {"Onisep_Ideo_Fiches_metiers_25062024.xml": b"<metiers/>"}
TWO = {"a_v460.csv": b"1", "b_v461.csv": b"2"}
PLAIN = {"metiers.xml": b"<metiers/>"}


def landed(name: str = "", modified: str = "", answered: str = "") -> DownloadedFile:
    return DownloadedFile(name, "", modified, answered)


@pytest.mark.parametrize(
    ("answer", "members", "edition"),
    [
        (landed(modified=DATED), [*ONE], "2024-06-25"),
        (landed(modified=DATED), ["unix_x_v460_utf8.csv", "unix_y_v460_utf8.csv"], "v460"),
        (landed(modified=DATED), [*TWO], None),
        (landed("export_2025-10.xml", DATED), ["a.xml"], "2025-10"),
        (landed("5fe0808a2da6f.zip", DATED), ["a.xml"], "2025-10-01"),
        (landed(modified="Wed, 01 Oct 2025 23:30:00 -0200"), [], "2025-10-02"),
        (landed(modified=DATED, answered=DATED), [], None),
        (landed(modified=DATED, answered="Thu, 02 Oct 2025 08:00:00 GMT"), [], "2025-10-01"),
        (landed(modified="hier"), [], None),
        (landed(), [], None),
    ],
)
def test_an_edition_is_what_the_answer_states(
    answer: DownloadedFile, members: list[str], edition: str | None
) -> None:
    assert stated_edition(answer, members) == edition


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", '[editions]\nrome-v4 = "v460"\n'),
        ("# mine\n", '# mine\n\n[editions]\nrome-v4 = "v460"\n'),
        ("[editions]", '[editions]\nrome-v4 = "v460"\n'),
        ('[editions]\nrome-v3 = "v3"\n', '[editions]\nrome-v4 = "v460"\nrome-v3 = "v3"\n'),
        (
            '[editions] # why\n"rome-v4" = "v1"\nrome-v3 = "v3" # kept\n[x]\nrome-v4 = 1\n',
            '[editions] # why\nrome-v4 = "v460"\nrome-v3 = "v3" # kept\n[x]\nrome-v4 = 1\n',
        ),
        (
            "[x]\nrome-v4 = 1\n\n[editions]\n[y]\na = 1\n",
            '[x]\nrome-v4 = 1\n\n[editions]\nrome-v4 = "v460"\n[y]\na = 1\n',
        ),
    ],
)
def test_an_edition_is_written_and_the_rest_stays(before: str, after: str) -> None:
    assert with_edition(before, "rome-v4", "v460") == after
    assert tomllib.loads(after)["editions"]["rome-v4"] == "v460"
    assert with_edition(after, "rome-v4", "v460") == after


@pytest.mark.parametrize(
    "text",
    ['editions = {rome-v3 = "v3"}\n', 'editions.rome-v3 = "v3"\n', "[editions\n", "editions = 1"],
)
def test_a_file_that_cannot_be_edited_safely_is_left(tmp_path: Path, text: str) -> None:
    (tmp_path / "sources.toml").write_text(text, "utf-8")
    with pytest.raises(LoaderError, match=r"sources\.toml"):
        write_edition(tmp_path, "rome-v4", "v460")
    assert (tmp_path / "sources.toml").read_text("utf-8") == text


def test_an_edition_changes_with_its_file_only(publisher: Publisher, tmp_path: Path) -> None:
    later = whole(zipped(PLAIN), Last_Modified="Sat, 01 Nov 2025 08:00:00 GMT")
    address = publisher.answers("/file", whole(zipped(PLAIN), Last_Modified=DATED), later)
    assert fetch(address, tmp_path, FAST).edition == "2025-10-01"
    assert fetch(address, tmp_path, FAST).edition is None
    stated = tomllib.loads((tmp_path / "sources.toml").read_text("utf-8"))
    assert stated == {"editions": {"rome-v4": "2025-10-01"}}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        ('[editions]\nrome-v3 = "v3"\n', '[editions]\nrome-v3 = "v3"\n'),
        ('[editions]\nrome-v4 = "v460" # old\n', "[editions]\n"),
        ('[editions]\nrome-v4 = "v460"', "[editions]\n"),
        (
            '[editions]\n"rome-v4" = "v1"\nrome-v3 = "v3" # kept\n[x]\nrome-v4 = 1\n',
            '[editions]\nrome-v3 = "v3" # kept\n[x]\nrome-v4 = 1\n',
        ),
    ],
)
def test_an_edition_is_withdrawn_and_the_rest_stays(before: str, after: str) -> None:
    assert without_edition(before, "rome-v4") == after
    assert "rome-v4" not in tomllib.loads(after).get("editions", {})


def test_a_line_that_cannot_be_withdrawn_safely_is_left(tmp_path: Path) -> None:
    text = 'editions = {rome-v4 = "v3"}\n'
    (tmp_path / "sources.toml").write_text(text, "utf-8")
    with pytest.raises(LoaderError, match=r"en retirer rome-v4"):
        withdraw_edition(tmp_path, "rome-v4")
    assert (tmp_path / "sources.toml").read_text("utf-8") == text


LATER = zipped({"metiers.xml": b"<metiers><metier/></metiers>"})


@pytest.mark.parametrize("modified", ["", "hier"])
def test_the_edition_of_the_old_file_is_not_that_of_the_new_one(
    publisher: Publisher, tmp_path: Path, modified: str
) -> None:
    first = whole(zipped(PLAIN), Last_Modified=DATED)
    address = publisher.answers("/file", first, whole(LATER, Last_Modified=modified))
    fetch(address, tmp_path, FAST)
    fetched = fetch(address, tmp_path, FAST)
    assert (fetched.changed, fetched.edition, fetched.withdrawn) == (True, None, "2025-10-01")
    assert tomllib.loads((tmp_path / "sources.toml").read_text("utf-8")) == {"editions": {}}


def test_a_withdrawal_that_failed_is_made_the_next_time(
    publisher: Publisher, tmp_path: Path
) -> None:
    first = whole(zipped(PLAIN), Last_Modified=DATED)
    address = publisher.answers("/file", first, whole(LATER))
    fetch(address, tmp_path, FAST)
    stated = tmp_path / "sources.toml"
    good = stated.read_text("utf-8")
    stated.write_text("[editions\n", "utf-8")
    with pytest.raises(LoaderError, match=r"sources\.toml"):
        fetch(address, tmp_path, FAST)
    stated.write_text(good, "utf-8")
    assert fetch(address, tmp_path, FAST).withdrawn == "2025-10-01"


def test_what_the_operator_says_of_a_first_file_stays(publisher: Publisher, tmp_path: Path) -> None:
    write_edition(tmp_path, "rome-v4", "2024-06")
    fetched = fetch(publisher.answers("/file", whole(LATER)), tmp_path, FAST)
    assert (fetched.edition, fetched.withdrawn) == (None, None)
    (tmp_path / "fetched.json").unlink()
    assert fetch(publisher.answers("/file", whole(LATER)), tmp_path, FAST).withdrawn is None
    assert "2024-06" in (tmp_path / "sources.toml").read_text("utf-8")


def test_the_name_that_the_publisher_gives_is_read(publisher: Publisher, tmp_path: Path) -> None:
    named = whole(zipped(PLAIN), Content_Disposition='attachment; filename="fiches_202510.zip"')
    dated = whole(zipped(PLAIN), Content_Disposition='attachment; filename="f_25062024.zip"')
    assert fetch(publisher.answers("/a", named), tmp_path, FAST).edition is None
    assert not (tmp_path / "sources.toml").exists()
    (tmp_path / "rome-v4.zip").unlink()
    assert fetch(publisher.answers("/b", dated), tmp_path, FAST).edition == "2024-06-25"
