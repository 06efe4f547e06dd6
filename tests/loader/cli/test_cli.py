import json
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
from loader.cli.serve import _listen
from tests.conftest import ROOT
from tests.loader import rome
from tests.loader.command import Metiers
from tests.loader.sheets import FORMATION, FULL, IDEO, SHORT
from tests.words import words


def test_a_build_serves_and_says_what_it_did(metiers: Metiers, sheets: Path) -> None:
    outcome = metiers("build", sheets, "--skip-shacl")
    assert outcome.status == 0, outcome.err
    assert "fiche métier (markdown)" in outcome.out
    assert (metiers.home / "current" / "store").is_dir()


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


def test_export_rebuilds_the_sheets_of_formations_when_their_sources_are_gone(
    metiers: Metiers, sheets: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "formations"
    folder.mkdir()
    (folder / "FOR.9003_bts.md").write_text(FORMATION, "utf-8")
    (folder / "ideo.md").write_text(IDEO, "utf-8")
    built = metiers("build", sheets, folder)
    assert (built.status, "fiches de formations" in built.out) == (0, True)
    manifest = json.loads((metiers.home / "current" / "manifest.json").read_text("utf-8"))
    assert manifest["counts"]["fiches_formations"] == 2
    for file in (*sheets.iterdir(), *folder.iterdir()):
        file.unlink()
    assert metiers("export", "FOR.9003").out == FORMATION
    assert metiers("export", "for.9003", "--source", "onisep-ideo-formations").out == IDEO
    assert metiers("export", "--all", "--source", "onisep-metiers").out == FULL + SHORT
    assert metiers("export", "--all").out == FULL + SHORT + FORMATION + IDEO
    unknown = metiers("export", "MET.9001", "--source", "onisep-formations")
    assert (unknown.status, "pas de fiche de onisep-formations" in unknown.err) == (1, True)
    assert "mg:ficheFormation" in metiers("export", "FOR.9003", "--format", "ttl").out


def test_export_writes_a_file_an_id(metiers: Metiers, sheets: Path, tmp_path: Path) -> None:
    metiers("build", sheets, "--skip-shacl")
    for form in ("md", "ttl", "nt", "jsonld"):
        into = tmp_path / form
        assert metiers("export", "--all", "--format", form, "--into", into).status == 0
        assert {f.name for f in into.iterdir()} == {f"MET.9001.{form}", f"MET.9002.{form}"}
    assert words((tmp_path / "md" / "MET.9001.md").read_text("utf-8")) == words(FULL)
    assert "mg:feminin" in (tmp_path / "ttl" / "MET.9001.ttl").read_text("utf-8")


def test_export_writes_every_edition_and_they_are_read_again(
    metiers: Metiers, sheets: Path, tmp_path: Path
) -> None:
    older = FULL.replace("# ", "# ancien ", 1)
    (sheets / "2024").mkdir()
    (sheets / "2024" / "MET.9001.md").write_text(older, "utf-8")
    (sheets / "FOR.9003_bts.md").write_text(FORMATION, "utf-8")
    (sheets / "ideo.md").write_text(IDEO, "utf-8")
    editions = ("--edition", "onisep-formations=2025", "--edition", "onisep-ideo-formations=2025")
    built = metiers("build", sheets, "--edition", "2024/=2024-06", *editions)
    assert built.status == 0, built.err
    into = tmp_path / "written"
    assert metiers("export", "--all", "--into", into).status == 0
    written = _written(into)
    assert written == {
        "MET.9001.md": FULL,
        "onisep-metiers/2024-06/MET.9001.md": older,
        "MET.9002.md": SHORT,
        "FOR.9003.md": FORMATION,
        "onisep-ideo-formations/2025/FOR.9003.md": IDEO,
    }
    stated = ("--edition", "onisep-metiers=2025-10", "--edition", "2024-06/=2024-06")
    again = metiers("build", into, *editions, *stated)
    assert again.status == 0, again.err
    assert metiers("export", "--all", "--into", tmp_path / "again").status == 0
    assert _written(tmp_path / "again") == written


def _written(folder: Path) -> dict[str, str]:
    files = [each for each in folder.rglob("*") if each.is_file()]
    return {str(each.relative_to(folder)): each.read_text("utf-8") for each in files}


def test_remarks_are_twenty_of_a_kind_or_all(metiers: Metiers, tmp_path: Path) -> None:
    (tmp_path / "2024-06.md").write_text(FULL, "utf-8")
    for n in range(1, 31):
        (tmp_path / f"MET.{n}.md").write_text(SHORT.replace("MET.9002", f"MET.{n}"), "utf-8")
    few, every = metiers("check", tmp_path), metiers("check", tmp_path, "--all-remarks")
    for outcome, lines in ((few, 20), (every, 30)):
        assert outcome.status == 1
        assert outcome.err.count("sans code ROME [remarque]") == lines
        assert outcome.err.count("édition inconnue, et de 29 autres") == 1
        assert "Erreur : onisep-metiers : éditions 2024-06, nd, qu'on ne peut" in outcome.err
    rest = "… et 10 autres remarques « sans code ROME » : metiers check --all-remarks les dit\n"
    assert (rest in few.err, rest in every.err) == (True, False)


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


HEAVY = {"flask", "lxml", "pyoxigraph", "rich", "uvicorn"}


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
    assert {name for name in imported if name.startswith("loader.cli.")} == {"loader.cli.french"}


def test_the_help_says_of_a_command_what_its_docstring_says(metiers: Metiers) -> None:
    context, shown = click.Context(group), metiers("--help").out
    for name, command in _commands().items():
        described = group.get_command(context, name)
        assert described is not None
        assert command.help is not None
        assert described.help == command.help.partition("\n")[0]
        assert described.help in " ".join(shown.split())
    assert "…" not in shown
    assert "..." not in shown.replace("[ARGUMENTS]...", "")


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


def test_a_client_that_takes_nothing_is_not_waited_for_without_end() -> None:
    with (
        _listen("127.0.0.1", 0) as listening,
        socket.create_connection(listening.getsockname()),
        listening.accept()[0] as accepted,
    ):
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 600_000
