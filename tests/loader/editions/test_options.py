"""The options `--edition`: where a path is looked for, and what is proposed to be written."""

import shlex
from pathlib import Path

import pytest

from loader.corpus.problems import UsageError
from loader.editions.edition_names import name_fault
from loader.editions.options import (
    blank_edition,
    edition_option,
    options_to_write,
    parse_edition_options,
)


@pytest.mark.parametrize(
    "option",
    [
        "rome-v3", "rome-v3=", "rome-v3=a b", "rome-v9=1", "=1", f"rome-v3={'9' * 5000}",
        f"{'x' * 5000}=1", "rome-v3=2025-1", "rome-v3=10-2024", "rome-v3=2025-13",
        "rome-v3=AAAA-MM", "rome-v3=vNNN", "../nulle-part=2025-10", "/nulle/part=2025-10",
    ],
)  # fmt: skip
def test_an_edition_that_cannot_be_is_wrong_use(tmp_path: Path, option: str) -> None:
    with pytest.raises(UsageError, match="--edition") as told:
        parse_edition_options((option,), [tmp_path])
    assert len(str(told.value)) < 400


@pytest.mark.parametrize(
    "options",
    [
        ("rome-v3=v460", "rome-v3=v458"),
        ("onisep-metiers=2025-10", "rome-v3=v460", "onisep-metiers=2024-10"),
        (".=2025-10", "./=2024-10"),
    ],
)
def test_two_editions_of_one_source_or_place_are_wrong_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    said = f"--edition {options[-1]} : une autre option dit déjà {options[0].partition('=')[2]}"
    with pytest.raises(UsageError, match=said):
        parse_edition_options(options, [tmp_path])
    assert parse_edition_options((options[0], options[0]), [tmp_path])


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder with sheets at several depths, beside the current folder."""
    for name in ("data/onisep/fiches", "data/vieux/fiches", "data/rome", "here/fiches"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "a.md").touch()
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "data"


@pytest.mark.parametrize(
    ("given", "written", "place"),
    [
        ("data", "onisep/fiches/", "data/onisep/fiches"),
        ("data", "rome/", "data/rome"),
        ("data", "../data/rome", "data/rome"),
        ("data", "rome/a.md", "data/rome/a.md"),
        ("data/onisep", "fiches/", "data/onisep/fiches"),
        ("data/onisep", "fiches/a.md", "data/onisep/fiches/a.md"),
        ("data/onisep/fiches", "fiches", "data/onisep/fiches"),
        ("data/onisep/fiches", "a.md", "data/onisep/fiches/a.md"),
        ("data/onisep/fiches", "../data", "data"),
        ("data/onisep/fiches", ".", "data/onisep/fiches"),
        ("here", "fiches", "here/fiches"),
        ("here/fiches/a.md", "fiches", "here/fiches"),
    ],
)
def test_a_path_is_understood_from_here_and_below_each_source(
    sources: Path, given: str, written: str, place: str
) -> None:
    above = sources.parent
    for root in (above / given, Path("..", given)):
        editions = parse_edition_options((f"{written}=2025-10",), [root])
        assert editions.placed == {(above / place).resolve(): "2025-10"}


def test_the_same_path_below_two_sources_names_both(sources: Path) -> None:
    given = [sources / "onisep", sources / "vieux"]
    editions = parse_edition_options(("fiches/=2025-10",), given)
    assert {*editions.placed} == {each.resolve() / "fiches" for each in given}


def test_a_name_that_several_folders_have_is_not_guessed(sources: Path) -> None:
    with pytest.raises(UsageError, match=r"il y en a 2 : .*onisep/fiches, .*vieux/fiches"):
        parse_edition_options(("fiches/=2025-10",), [sources])


def test_a_path_outside_the_sources_speaks_of_nothing(sources: Path) -> None:
    with pytest.raises(UsageError, match="n'est ni un fichier ou un dossier des SOURCES"):
        parse_edition_options(("fiches/=2025-10",), [sources / "rome"])


@pytest.mark.parametrize("source", ["onisep-metiers", "rome-v4"])
def test_what_is_to_be_filled_in_cannot_be_copied_as_it_is(source: str) -> None:
    assert name_fault(blank_edition(source))


def test_an_option_is_one_word_of_a_shell() -> None:
    option = edition_option(Path("mes données/l'été = bon.xml"), "2024-06")
    assert shlex.split(option) == ["--edition", "mes données/l'été = bon.xml=2024-06"]


A, B, C = (Path("d/f", name) for name in ("a.md", "b.md", "c.md"))


def _written(*missing: tuple[Path, str, str], others: tuple[Path, ...] = ()) -> list[str]:
    return [each.removeprefix("--edition ") for each in options_to_write(missing, others)]


def test_a_folder_is_named_for_the_files_that_lack_the_same() -> None:
    one, two = (A, "rome-v4", "v460"), (B, "rome-v4", "v460")
    assert _written(one) == ["d/f/a.md=v460"]
    assert _written(one, two) == ["d/f/=v460"] * 2
    assert _written(one, two, others=(C,)) == ["d/f/a.md=v460", "d/f/b.md=v460"]
    assert _written(one, two, others=(Path("d/f/g/h.md"),)) == ["d/f/a.md=v460", "d/f/b.md=v460"]
    assert _written(one, two, others=(Path("d/x.md"),)) == ["d/f/=v460"] * 2
    assert _written(one, (B, "rome-v4", "v458")) == ["d/f/a.md=v460", "d/f/b.md=v458"]
    assert _written(one, (B, "rome-v3", "v460")) == ["d/f/a.md=v460", "d/f/b.md=v460"]


def test_a_source_is_named_for_those_among_others_that_tell_nothing() -> None:
    sheets = tuple((each, "onisep-metiers", "AAAA-MM") for each in (A, B))
    assert _written(*sheets, others=(C,)) == ["onisep-metiers=AAAA-MM"] * 2
    assert _written(*sheets) == ["d/f/=AAAA-MM"] * 2
    assert _written(sheets[0], others=(C,)) == ["d/f/a.md=AAAA-MM"]
