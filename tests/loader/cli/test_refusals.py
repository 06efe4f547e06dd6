"""A build with errors serves nothing: what it says, what stays, and what publishes all the same."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from loader.validation import Finding
from server.app import create_app
from server.settings import Settings
from tests.loader.command import Metiers
from tests.loader.sheets import FULL, SHORT
from tests.loader.sources.test_fiche_xml import EXPORT

NO_UTF8 = "octet 0x{} qui n'est pas de l'UTF-8 (en windows-1252, « {} ») : enregistrer en UTF-8"
BROKEN = FULL.replace("MET.9001", "MET.9").replace("- B1", "B1")
SHAPELESS = FULL.replace("MET.9001", "MET.8").replace("- Féminin: tisseuse de nuages\n", "")


@pytest.fixture
def data(sheets: Path, tmp_path: Path) -> Path:
    """Give a folder whose folder « fiches » has two sheets that tell no edition."""
    (sheets / "sources.toml").unlink()
    (tmp_path / "data").mkdir()
    return sheets.rename(tmp_path / "data" / "fiches").parent


@pytest.fixture
def broken(sheets: Path) -> Path:
    """Give a folder with two sheets, two lines without a place and two files nobody can read."""
    (sheets / "a.md").write_bytes(b"\xff\n" + SHORT.encode())
    (sheets / "b.md").write_bytes(b"\xfe\n" + SHORT.encode())
    (sheets / "stray.md").write_text(BROKEN, "utf-8")
    return sheets


def _current(metiers: Metiers) -> Path:
    return (metiers.home / "current").resolve()


def _manifest(metiers: Metiers) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((_current(metiers) / "manifest.json").read_text("utf-8"))
    return read


def _tree(folder: Path) -> dict[Path, int]:
    return {path: path.lstat().st_mtime_ns for path in folder.rglob("*")}


def test_errors_leave_the_old_release_and_all_that_is_beside_it(
    metiers: Metiers, broken: Path
) -> None:
    for name in ("a.md", "b.md", "stray.md"):
        (broken / name).rename(broken.parent / name)
    assert metiers("build", broken, "--skip-shacl").status == 0
    served, before = _current(metiers), _tree(metiers.home / "releases")
    for name in ("a.md", "b.md", "stray.md"):
        (broken.parent / name).rename(broken / name)
    outcome = metiers("build", broken, "--skip-shacl")
    assert (outcome.status, outcome.out) == (1, "")
    assert _current(metiers) == served
    assert _tree(metiers.home / "releases").keys() == before.keys()
    assert f"rien n'est publié, la release {served.name[:12]} reste en service" in outcome.err


def test_the_summary_counts_the_errors_and_quotes_the_first_of_each_kind(
    metiers: Metiers, broken: Path
) -> None:
    outcome = metiers("build", broken, "--skip-shacl")
    *problems, blank, head, unreadable, unplaced, command = outcome.err.splitlines()
    assert f"{broken}/b.md:1: {NO_UTF8.format('fe', 'þ')} [erreur]" in problems
    assert blank == ""
    assert head == "3 erreurs : rien n'est publié, aucune release n'est en service"
    assert unreadable == (f"  fichier illisible (2) : {broken}/a.md:1: {NO_UTF8.format('ff', 'ÿ')}")
    assert unplaced.startswith(f"  ligne sans place (1) : {broken}/stray.md:15: ")
    assert command == (
        f"Pour publier malgré tout : metiers build {broken} --skip-shacl --accept-errors"
    )
    assert not (metiers.home / "current").exists()


def test_what_the_summary_tells_to_type_publishes(
    metiers: Metiers, broken: Path, tmp_path: Path
) -> None:
    spaced = broken.rename(tmp_path / "mes fiches")
    told = metiers("build", spaced, "--skip-shacl").err.splitlines()[-1]
    assert told.endswith(f"metiers build '{spaced}' --skip-shacl --accept-errors")
    outcome = metiers("build", spaced, "--skip-shacl", "--accept-errors")
    assert outcome.status == 0
    assert outcome.err.endswith("publiée malgré 3 erreurs\n")
    assert metiers("export", "MET.9002").out == SHORT


def test_a_command_too_long_to_copy_is_not_repeated(metiers: Metiers, broken: Path) -> None:
    outcome = metiers("build", *[broken] * 9, "--skip-shacl")
    assert outcome.err.endswith(" : la même commande, avec --accept-errors\n")


def test_what_was_accepted_is_said_wherever_the_release_is(metiers: Metiers, broken: Path) -> None:
    metiers("build", broken, "--skip-shacl", "--accept-errors")
    manifest = _manifest(metiers)
    assert manifest["errors"] == 3
    assert manifest["problems"]["fichier illisible"] == 2
    client = create_app(Settings(home=metiers.home)).test_client()
    assert client.get("/health").get_json()["errors"] == 3
    assert "publiées malgré des erreurs : 3." in client.get("/").text
    assert "in spite of errors: 3." in client.get("/?lang=en").text


def test_a_release_without_error_speaks_of_none(metiers: Metiers, sheets: Path) -> None:
    metiers("build", sheets, "--skip-shacl")
    assert _manifest(metiers)["errors"] == 0
    client = create_app(Settings(home=metiers.home)).test_client()
    assert client.get("/health").get_json()["errors"] == 0
    assert "malgré des erreurs" not in client.get("/").text


def test_a_release_mended_without_another_word_has_no_error_left(
    metiers: Metiers, broken: Path
) -> None:
    for name in ("b.md", "stray.md"):
        (broken / name).unlink()
    metiers("build", broken, "--skip-shacl", "--accept-errors")
    served, built = _current(metiers), _manifest(metiers)["built"]
    (broken / "a.md").unlink()
    assert metiers("build", broken, "--skip-shacl").status == 0
    assert _current(metiers) == served
    assert _manifest(metiers)["errors"] == 0
    assert "fichier illisible" not in _manifest(metiers)["problems"]
    assert _manifest(metiers)["built"] == built


def test_a_violated_shape_is_an_error_too(
    metiers: Metiers, sheets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert metiers("build", sheets).status == 0
    served = _current(metiers)
    (sheets / "MET.9001.md").write_text(FULL.replace("petit", "grand"), "utf-8")
    violation = Finding("Violation", "Metier-feminin", "urn:a", "il en faut un")
    monkeypatch.setattr("loader.release.builder.judge_shapes", lambda *_: [violation, violation])
    outcome = metiers("build", sheets)
    assert outcome.status == 1
    assert _current(metiers) == served
    assert outcome.err.count("urn:a: Metier-feminin : il en faut un [violation]\n") == 2
    assert "  forme violée (2) : urn:a: Metier-feminin : il en faut un\n" in outcome.err
    assert metiers("build", sheets, "--accept-errors").status == 0
    assert _current(metiers) != served
    client = create_app(Settings(home=metiers.home)).test_client()
    assert client.get("/health").get_json()["errors"] == 2


def test_what_is_accepted_is_judged_all_the_same(metiers: Metiers, sheets: Path) -> None:
    (sheets / "shapeless.md").write_text(SHAPELESS, "utf-8")
    outcome = metiers("build", sheets, "--accept-errors")
    assert outcome.status == 0
    assert "Metier-feminin" in outcome.err
    manifest = _manifest(metiers)
    violations = sum(manifest["findings"]["Violation"].values())
    assert outcome.err.endswith(f"publiée malgré {manifest['errors'] + violations} erreurs\n")


def test_a_home_among_the_sources_is_no_source_but_what_was_fetched_into_it_is(
    metiers: Metiers, sheets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(sheets)
    monkeypatch.setenv("METIERS_HOME", "")
    (sheets / "var" / "sources").mkdir(parents=True)
    (sheets / "MET.9002.md").rename(sheets / "var" / "sources" / "MET.9002.md")
    first = metiers("build", ".", "--skip-shacl")
    again = metiers("build", ".", "--skip-shacl")
    assert (again.status, again.err) == (first.status, first.err)
    assert metiers("export", "MET.9002").out == SHORT
    assert "fichier inconnu" not in again.out


def test_strict_is_no_option_any_more(metiers: Metiers, sheets: Path) -> None:
    assert metiers("build", sheets, "--strict").status == 2


def _options(told: str) -> list[str]:
    """Return the words of the `--edition` options that a message says to write, each once."""
    lines = dict.fromkeys(re.findall(r"écrire (--edition .+?)(?: \[|$)", told, re.MULTILINE))
    return [word for line in lines for word in shlex.split(line)]


def test_an_export_of_another_edition_in_the_folder_is_refused_and_named(
    metiers: Metiers, sheets: Path
) -> None:
    (sheets / "sources.toml").unlink()
    export = sheets / "Fiches métiers 25062024.xml"
    export.write_text(EXPORT, "utf-8")
    command = ["build", str(sheets), "--skip-shacl", "--edition", "onisep-metiers=2025-10"]
    outcome = metiers(*command)
    assert outcome.status == 1
    assert not (metiers.home / "current").exists()
    assert (
        f"{export}: 2025-10 selon --edition, 2024-06-25 selon son nom : laissé de côté ;"
        f" écrire --edition '{export}=2024-06-25' [erreur]\n"
    ) in outcome.err
    assert "1 erreur : rien n'est publié" in outcome.err
    assert metiers(*command, *_options(outcome.err)).status == 0
    editions = {source["edition"] for source in _manifest(metiers)["sources"]}
    assert editions == {"2025-10", "2024-06-25"}


def test_the_option_that_an_unknown_edition_asks_for_is_filled_in(
    metiers: Metiers, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(data)
    for given, folder in (
        ("fiches", "fiches"),
        (data / "fiches", data / "fiches"),
        (data, data / "fiches"),
    ):
        outcome = metiers("build", given, "--skip-shacl")
        assert outcome.status == 0
        assert _options(outcome.err) == ["--edition", f"{folder}/=AAAA-MM"]
        filled = [each.replace("AAAA-MM", "2025-10") for each in _options(outcome.err)]
        assert "édition inconnue" not in metiers("build", given, "--skip-shacl", *filled).err
        assert [source["edition"] for source in _manifest(metiers)["sources"]] == ["2025-10"]
        assert metiers("build", given, *_options(outcome.err)).status == 2


def test_a_path_of_an_option_is_understood_below_the_sources(
    metiers: Metiers, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (data.parent / "elsewhere").mkdir()
    monkeypatch.chdir(data.parent / "elsewhere")
    for given in ("../data", data, data / "fiches"):
        outcome = metiers("check", given, "--edition=fiches/=2025-10")
        assert (outcome.status, "édition inconnue" in outcome.err) == (0, False), outcome.err
    outcome = metiers("check", "../data", "--edition=nulle/=2025-10")
    assert (outcome.status, "« nulle/ » n'est ni un fichier" in outcome.err) == (2, True)
