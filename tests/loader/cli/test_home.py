"""What would stop a build at its end is said before anything is read, in French."""

import json
import os
import shutil
import signal
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.loader.command import Metiers, Outcome
from tests.loader.sheets import FULL, SHORT
from tests.site import METIERS, serving


@pytest.fixture
def nothing_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(*_: object) -> None:
        raise AssertionError("sources were read")

    monkeypatch.setattr("loader.cli.build.read_sources", read)


def _refused(outcome: Outcome) -> str:
    """Return the one line that a refusal says."""
    (line,) = outcome.err.splitlines()
    assert (outcome.status, outcome.out) == (1, "")
    return line.removeprefix("Erreur : ")


def _file_for_home(home: Path) -> str:
    home.write_text("no folder", "utf-8")
    return f"{home} : rien n'y peut être écrit : un nom du chemin n'est pas celui d'un dossier"


def _file_for_releases(home: Path) -> str:
    home.mkdir()
    (home / "releases").touch()
    return f"{home} : rien n'y peut être écrit : ce nom est déjà pris"


def _folder_for_lock(home: Path) -> str:
    (home / "build.lock").mkdir(parents=True)
    return f"{home} : rien n'y peut être écrit : c'est un dossier"


def _link_to_itself(home: Path) -> str:
    home.symlink_to(home.name)
    return f"{home} : rien n'y peut être écrit : des liens tournent en rond"


@pytest.mark.usefixtures("nothing_read")
@pytest.mark.parametrize(
    "make", [_file_for_home, _file_for_releases, _folder_for_lock, _link_to_itself]
)
def test_a_home_that_cannot_be_written(
    metiers: Metiers, sheets: Path, make: Callable[[Path], str]
) -> None:
    said = make(metiers.home)
    assert _refused(metiers("build", sheets)) == said


@pytest.mark.usefixtures("nothing_read")
def test_a_home_in_a_file_system_that_takes_no_file(
    metiers: Metiers, sheets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("METIERS_HOME", "/proc/metiers")
    said = _refused(metiers("build", sheets))
    assert said.startswith("/proc/metiers : rien n'y peut être écrit : ")


@pytest.mark.usefixtures("nothing_read")
def test_a_disk_too_small_is_told_how_much_it_lacks(
    metiers: Metiers, sheets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(sheets)._replace(free=1_500_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    said = _refused(metiers("build", sheets))
    assert said.startswith(f"{metiers.home} : 1 Mo libres, il en faut ")


@pytest.fixture
def stopped(metiers: Metiers, sheets: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Give a build that was stopped while it writes."""
    build = subprocess.Popen([METIERS, "build", sheets, "--skip-shacl"], stdout=-3, stderr=-3)
    while not (metiers.home / "releases" / ".building").exists():
        assert build.poll() is None
        time.sleep(0.01)
    build.send_signal(signal.SIGSTOP)
    yield build
    build.kill()
    build.wait()


def test_two_builds_at_the_same_time(
    metiers: Metiers, sheets: Path, stopped: "subprocess.Popen[bytes]"
) -> None:
    start = time.monotonic()
    said = _refused(metiers("build", sheets, "--skip-shacl"))
    assert time.monotonic() - start < 2
    assert said == f"{metiers.home} : une autre commande y travaille, attendre qu'elle finisse"
    stopped.send_signal(signal.SIGCONT)
    assert stopped.wait() == 0
    assert metiers("build", sheets, "--skip-shacl").status == 0


@pytest.mark.server
def test_a_build_refused_or_killed_leaves_the_service_untouched(
    metiers: Metiers, sheets: Path
) -> None:
    assert metiers("build", sheets, "--skip-shacl").status == 0
    with serving(metiers.home) as address:
        before = _served(address)
        (sheets / "broken.md").write_bytes(b"\xff\n" + SHORT.encode())
        assert metiers("build", sheets, "--skip-shacl").status == 1
        (sheets / "broken.md").unlink()
        (sheets / "MET.9001.md").write_text(FULL.replace("petit", "grand"), "utf-8")
        for pause in (0.0, 0.1, 0.3):
            build = subprocess.Popen([METIERS, "build", sheets], stdout=-3, stderr=-3)
            while not (metiers.home / "releases" / ".building").exists():
                time.sleep(0.01)
            time.sleep(pause)
            build.kill()
            assert build.wait() == -signal.SIGKILL
        time.sleep(1.5)
        assert _served(address) == before
        assert metiers("build", sheets, "--skip-shacl").status == 0
        assert not list((metiers.home / "releases").glob(".*"))
        deadline = time.monotonic() + 30
        while _served(address) == before:
            assert time.monotonic() < deadline
            time.sleep(0.2)


def test_a_build_that_is_told_to_end_leaves_nothing(metiers: Metiers, sheets: Path) -> None:
    for n in range(300):
        (sheets / f"MET.{n + 1}.md").write_text(FULL.replace("MET.9001", f"MET.{n + 1}"), "utf-8")
    staging = metiers.home / "releases" / ".building"
    build = subprocess.Popen([METIERS, "build", sheets], stdout=-3, stderr=subprocess.PIPE)
    while not staging.exists():
        assert build.poll() is None
        time.sleep(0.01)
    build.terminate()
    assert "Interrompu." in build.communicate()[1].decode()
    assert build.returncode == 1
    assert not staging.exists()


def _served(address: str) -> tuple[str, str]:
    """Return the digest that a server says it serves, and what it says of a sheet."""
    with urllib.request.urlopen(f"{address}/health") as health:
        digest = json.load(health)["digest"]
    with urllib.request.urlopen(f"{address}/doc/metier/MET.9001.nt") as sheet:
        return digest, sheet.read().decode()


def test_a_current_that_leads_nowhere(metiers: Metiers, sheets: Path) -> None:
    assert metiers("build", sheets, "--skip-shacl").status == 0
    first = (metiers.home / "current").resolve()
    (sheets / "MET.9001.md").write_text(FULL.replace("petit", "grand"), "utf-8")
    assert metiers("build", sheets, "--skip-shacl").status == 0
    shutil.rmtree((metiers.home / "current").resolve())
    link = metiers.home / "current"
    for command in (("build", sheets), ("export", "--all"), ("serve",), ("query", "ASK {}")):
        assert _refused(metiers(*command)) == (
            f"{link} mène à {os.readlink(link)}, qui n'est plus là :"
            f" « metiers rollback {first.name[:12]} » en remet une en service"
        )
    assert metiers("rollback", first.name[:12]).status == 0
    assert metiers("build", sheets, "--skip-shacl").status == 0


def test_a_current_that_leads_nowhere_where_nothing_is_left(metiers: Metiers, sheets: Path) -> None:
    metiers.home.mkdir()
    (metiers.home / "current").symlink_to("releases/abc")
    said = _refused(metiers("build", sheets))
    assert said == f"{metiers.home}/current mène à releases/abc, qui n'est plus là : l'effacer"


def test_a_current_that_is_no_link(metiers: Metiers, sheets: Path) -> None:
    assert metiers("build", sheets, "--skip-shacl").status == 0
    link = metiers.home / "current"
    digest = link.resolve().name
    link.unlink()
    link.mkdir()
    for command in (("build", sheets), ("serve",), ("rollback", digest)):
        said = _refused(metiers(*command))
        assert said == f"{link} n'est pas un lien vers une release : l'ôter de là"
