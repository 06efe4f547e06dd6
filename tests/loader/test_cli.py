import socket
import subprocess
import sys
import time
from pathlib import Path
from zipfile import ZipFile

import click
import pytest

from loader.cli import group
from loader.cli.console import others
from tests.conftest import ROOT
from tests.loader import rome
from tests.loader.command import Metiers
from tests.loader.sheets import FULL, SHORT
from tests.words import words


def test_a_build_serves_and_says_what_it_did(metiers: Metiers, sheets: Path) -> None:
    outcome = metiers("build", sheets, "--skip-shacl")
    assert outcome.status == 0, outcome.err
    assert "fiche métier (markdown)" in outcome.out
    assert (metiers.home / "current" / "store").is_dir()


def test_a_broken_sheet_stops_no_other_and_exits_1(metiers: Metiers, sheets: Path) -> None:
    (sheets / "broken.md").write_bytes(b"# \xff\n")
    (sheets / "stray.md").write_text(FULL.replace("MET.9001", "MET.9").replace("- B1", "B1"))
    outcome = metiers("build", sheets, "--skip-shacl")
    assert outcome.status == 1
    assert f"{sheets}/broken.md:1: octet 0xff" in outcome.err
    assert f"{sheets}/stray.md:15: " in outcome.err
    assert metiers("export", "MET.9002").out == SHORT


def test_strict_leaves_the_old_release_in_place(metiers: Metiers, sheets: Path) -> None:
    metiers("build", sheets, "--skip-shacl")
    before = (metiers.home / "current").resolve()
    (sheets / "broken.md").write_bytes(b"\xff")
    outcome = metiers("build", sheets, "--strict", "--skip-shacl")
    assert outcome.status == 1
    assert "reste en place" in outcome.err
    assert (metiers.home / "current").resolve() == before


def test_a_build_judges_the_shapes(metiers: Metiers, sheets: Path) -> None:
    incomplete = FULL.replace("MET.9001", "MET.9").replace("- Féminin: tisseuse de nuages\n", "")
    (sheets / "a.md").write_text(incomplete, "utf-8")
    outcome = metiers("build", sheets)
    assert outcome.status == 1
    assert "Metier-feminin" in outcome.err
    assert "id/metier/MET.9:" in outcome.err


def test_check_builds_nothing(metiers: Metiers, sheets: Path) -> None:
    assert metiers("check", sheets).status == 0
    (sheets / "b.md").write_text(FULL.replace("MET.9001", "MET.9").replace("- B1", "B1"))
    assert metiers("check", sheets).status == 1
    assert not metiers.home.exists()


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["build"], 2, "SOURCES"),
        (["build", "nowhere"], 2, "nowhere"),
        (["build", ".", "--edition", "x"], 2, "SOURCE=ÉDITION"),
        (["export"], 2, "--all"),
        (["export", "MET.1", "--all"], 2, "--all"),
        (["export", "MET.1", "--format", "pdf"], 2, "pdf"),
        (["export", "MET.1"], 1, "metiers build"),
        (["query", "SELECT"], 1, "metiers build"),
        (["serve"], 1, "metiers build"),
        (["rollback"], 1, "avant celle qui sert"),
        (["nothing"], 2, "nothing"),
    ],
)
def test_wrong_use_exits_2_and_missing_releases_1(
    metiers: Metiers, arguments: list[str], status: int, said: str
) -> None:
    outcome = metiers(*arguments)
    assert (outcome.status, said in outcome.err) == (status, True), outcome


def test_a_rome_alone_is_checked_and_built(metiers: Metiers, tmp_path: Path) -> None:
    archive = tmp_path / "rome.zip"
    with ZipFile(archive, "w") as file:
        for number, text in enumerate(rome.V4[:4]):
            file.writestr(f"{number}_v460.csv", text)
    outcome = metiers("check", archive)
    assert outcome.status == 0, outcome.err
    assert "tables absentes" in outcome.err
    assert "fichiers : table du ROME" in outcome.out
    assert metiers("build", archive).status == 0
    assert metiers("export", "--all").out == ""
    archive.write_bytes(b"PK not an archive")
    outcome = metiers("check", archive)
    assert outcome.status == 1
    assert "aucun format connu : laissé de côté [remarque]" in outcome.err


def test_a_folder_without_sheet_is_a_clear_error(metiers: Metiers, tmp_path: Path) -> None:
    outcome = metiers("build", tmp_path)
    assert outcome.status == 1
    assert "aucune fiche" in outcome.err


def test_export_rebuilds_a_sheet_when_its_source_is_gone(metiers: Metiers, sheets: Path) -> None:
    metiers("build", sheets, "--skip-shacl")
    for file in sheets.iterdir():
        file.unlink()
    assert metiers("export", "MET.9001").out == FULL
    assert metiers("export", "MET.9001", "MET.9002").out == FULL + SHORT
    assert metiers("export", "MET.1").status == 1


def test_export_writes_a_file_an_id(metiers: Metiers, sheets: Path, tmp_path: Path) -> None:
    metiers("build", sheets, "--skip-shacl")
    for form in ("md", "ttl", "nt", "jsonld"):
        into = tmp_path / form
        assert metiers("export", "--all", "--format", form, "--into", into).status == 0
        assert {f.name for f in into.iterdir()} == {f"MET.9001.{form}", f"MET.9002.{form}"}
    assert words((tmp_path / "md" / "MET.9001.md").read_text("utf-8")) == words(FULL)
    assert "mg:feminin" in (tmp_path / "ttl" / "MET.9001.ttl").read_text("utf-8")


def test_query_answers_text_and_files(metiers: Metiers, sheets: Path, tmp_path: Path) -> None:
    metiers("build", sheets, "--skip-shacl")
    asked = metiers("query", "SELECT ?l { metier:MET.9002 skos:prefLabel ?l }")
    assert asked.out == '?l\n"guetteur/euse d\'arc-en-ciel"@fr\n'
    (tmp_path / "q.rq").write_text("ASK { ?s mg:romeV3 rome3:K15 }", "utf-8")
    assert metiers("query", tmp_path / "q.rq").out == "oui\n"
    built = metiers("query", "CONSTRUCT { ?m a mg:Metier } { ?m mg:romeV3 rome3:K15 }")
    assert "MET.9001" in built.out
    assert metiers("query", "SELECT ?x {").status == 2
    assert metiers("query", "INSERT DATA { <a:a> <a:a> 1 }").status == 2
    assert metiers("query", tmp_path / "nowhere.rq").status == 2


def test_a_question_that_cannot_be_read_is_told_where(metiers: Metiers, sheets: Path) -> None:
    metiers("build", sheets, "--skip-shacl")
    outcome = metiers("query", "SELECT * {\n ?s ?p")
    assert outcome.status == 2
    assert outcome.err.startswith("Erreur : question mal écrite, ligne 2, colonne 7 : expected")
    assert outcome.err.count("\n") == 1
    assert len(outcome.err) < 280
    unbound = metiers("query", "SELECT ?x (COUNT(*) AS ?n) { ?s ?p ?o }").err
    assert "a variable that is unbound" in unbound


def test_an_empty_home_is_none(
    metiers: Metiers, sheets: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("METIERS_HOME", "")
    monkeypatch.chdir(tmp_path)
    metiers("build", sheets, "--skip-shacl")
    assert (tmp_path / "var" / "current").is_dir()


def test_what_is_left_out_is_counted_in_french() -> None:
    assert others(1) == "1 autre"
    assert others(2, "remarque") == "2 autres remarques"
    assert others(1, "remarque") == "1 autre remarque"


def test_a_question_that_fails_is_one_line(metiers: Metiers, sheets: Path) -> None:
    metiers("build", sheets, "--skip-shacl")
    outcome = metiers("query", "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")
    assert outcome.status == 1
    assert outcome.err.startswith("Erreur : la question n'a pas pu être évaluée")


@pytest.mark.parametrize(
    ("option", "value", "status", "said"),
    [
        ("--host", "nulle.part.invalid", 2, "adresse inconnue"),
        ("METIERS_PORT", "abc", 2, "METIERS_PORT"),
        ("METIERS_MAX_BODY", "-1", 2, "METIERS_MAX_BODY"),
    ],
)
def test_settings_that_cannot_be_are_wrong_use(
    metiers: Metiers,
    sheets: Path,
    monkeypatch: pytest.MonkeyPatch,
    option: str,
    value: str,
    status: int,
    said: str,
) -> None:
    metiers("build", sheets, "--skip-shacl")
    if option.startswith("--"):
        outcome = metiers("serve", option, value)
    else:
        monkeypatch.setenv(option, value)
        outcome = metiers("serve")
    assert (outcome.status, said in outcome.err) == (status, True), outcome


def test_a_port_that_is_taken_is_not_shared(metiers: Metiers, sheets: Path) -> None:
    metiers("build", sheets, "--skip-shacl")
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        outcome = metiers("serve", "--port", str(other.getsockname()[1]))
    assert outcome.status == 1
    assert "déjà pris" in outcome.err


def test_releases_and_rollback(metiers: Metiers, sheets: Path) -> None:
    assert "aucune release" in metiers("releases").out
    metiers("build", sheets, "--skip-shacl")
    first = (metiers.home / "current").resolve().name
    (sheets / "MET.9002.md").unlink()
    metiers("build", sheets, "--skip-shacl")
    assert metiers("releases").out.count("2025-10") == 2
    assert first[:12] in metiers("rollback").out
    assert (metiers.home / "current").resolve().name == first
    assert metiers("export", "MET.9002").status == 0
    assert metiers("rollback", "zzz").status == 1


def test_problems_go_to_standard_error_and_progress_nowhere(metiers: Metiers, sheets: Path) -> None:
    outcome = metiers("check", sheets)
    assert outcome.err == f"{sheets}/MET.9002.md:2: MET.9002 : sans code ROME [remarque]\n"


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_the_command_starts_quickly(option: str) -> None:
    command = [sys.executable, "-c", "from loader.cli import main; main()", option]
    best = min(_seconds(command) for _ in range(3))
    bare = min(_seconds([sys.executable, "-c", "import click"]) for _ in range(3))
    assert best < max(0.4, 4 * bare)


def _seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


HEAVY = {"flask", "lxml", "pyoxigraph", "pyshacl", "rdflib", "rich", "uvicorn"}


@pytest.mark.parametrize(
    ("arguments", "status"), [(["--help"], 0), (["--version"], 0), ([], 2), (["nothing"], 2)]
)
def test_what_names_no_command_imports_none(arguments: list[str], status: int) -> None:
    code = "import atexit, sys; atexit.register(lambda: print(*sys.modules)); import loader.cli"
    told = subprocess.run(
        [sys.executable, "-c", f"{code}; loader.cli.main()", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == status, told.stderr
    imported = set(told.stdout.split())
    assert "loader.cli" in imported
    assert HEAVY & imported == set()
    assert {name for name in imported if name.startswith("loader.cli.")} == set()


def test_the_help_says_of_a_command_what_its_docstring_says(metiers: Metiers) -> None:
    context, shown = click.Context(group), metiers("--help").out
    for name, command in _commands().items():
        described = group.get_command(context, name)
        assert described is not None
        assert command.help is not None
        assert described.help == command.help.partition("\n")[0]
        assert f"  {name:8}  {described.help[:48]}" in shown


def _commands() -> dict[str, click.Command]:
    """Import every command of the group."""
    context = click.Context(group)
    found = {
        name: group.resolve_command(context, [name])[1] for name in group.list_commands(context)
    }
    return {name: command for name, command in found.items() if command is not None}


def test_every_command_and_option_is_in_the_readme() -> None:
    readme = (ROOT / "loader/README.md").read_text("utf-8")
    for name, command in _commands().items():
        assert f"metiers {name}" in readme, name
        for parameter in command.params:
            for option in parameter.opts:
                assert not option.startswith("--") or option in readme, f"{name} {option}"
