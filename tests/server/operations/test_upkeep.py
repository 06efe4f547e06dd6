"""What `server/README.md` says to type to update, to save and to restore does what it says."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.loader.sheets import FULL, SHORT
from tests.readmes import READMES, section
from tests.site import METIERS, build, serving

ELSEWHERE = ("metiers fetch", "metiers serve", "git ", "systemctl ", "curl ")
"""Commands that need the network, this machine's services or a folder under git, or do not end."""


def _blocks(title: str) -> list[list[str]]:
    """Return the commands of each block of a section, comments left out."""
    text = section(READMES["server"], title).partition("\n### ")[0]
    blocks = re.findall(r"```console\n(.+?)```", text, re.DOTALL)
    return [[re.sub(r"\s+#.*", "", line) for line in block.splitlines()] for block in blocks]


def _run(commands: list[str], home: Path) -> str:
    """Run commands in a shell, and return what they print; each must succeed."""
    kept = [each for each in commands if not each.startswith(ELSEWHERE)]
    path = f"{METIERS.parent}:{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", "-e", "-c", "\n".join(kept)],
        env={**os.environ, "PATH": path, "METIERS_HOME": str(home)},
        cwd=home.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Give a home with its sources and the release that they make."""
    sources = tmp_path / "mon dossier" / "sources"
    sources.mkdir(parents=True)
    (sources / "MET.9001.md").write_text(FULL, "utf-8")
    (sources / "MET.9002.md").write_text(SHORT, "utf-8")
    (sources / "sources.toml").write_text('[editions]\nonisep-metiers = "2025-10"\n', "utf-8")
    build(sources.parent, sources)
    return sources.parent


def test_the_data_are_updated_and_the_old_ones_are_a_command_away(home: Path) -> None:
    old = (home / "current").resolve()
    (home / "sources" / "MET.9001.md").write_text(FULL.replace("petit", "grand"), "utf-8")
    data, _ = _blocks("Mettre à jour")
    assert [each.split()[1] for each in data] == [
        "fetch", "check", "build", "diff", "rollback", "prune",
    ]  # fmt: skip
    printed = _run(data, home)
    assert "~ MET.9001" in printed
    assert (home / "current").resolve() == old
    assert (home / "previous").resolve() != old
    _run([each for each in data if "rollback" not in each], home)
    assert (home / "current").resolve() != old


def test_a_new_version_builds_before_it_serves(home: Path) -> None:
    _, software = _blocks("Mettre à jour")
    places = [
        software.index(each) for each in software if re.match("git|metiers|system|curl", each)
    ]
    assert places == [0, 1, 2, 3]
    served = (home / "current").resolve()
    _run(software, home)
    assert (home / "current").resolve() == served


@pytest.mark.server
def test_what_was_saved_serves_again_elsewhere(home: Path) -> None:
    save, restore = _blocks("Sauvegarder")
    (home / "releases" / ".building").mkdir()
    _run(save, home)
    served = (home / "current").resolve().name
    elsewhere = home.with_name("ailleurs")
    shutil.rmtree(home)
    assert served[:12] in _run(restore, elsewhere)
    assert not (elsewhere / "releases" / ".building").exists()
    with serving(elsewhere):
        pass
    shutil.rmtree(elsewhere / "releases")
    (elsewhere / "current").unlink()
    assert build(elsewhere, elsewhere / "sources").name == served
