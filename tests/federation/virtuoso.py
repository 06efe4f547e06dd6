"""Virtuoso 7.2, Debian's, on loopback: a database of its own in a folder, with one file loaded."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which

from tests.site import free_port, wait_ready

__all__ = ["GRAPH", "sql", "virtuoso_missing", "virtuoso_serving"]

GRAPH = "urn:metiers-graphe:labo"
_SETTINGS = """[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = {folder}
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
CheckpointInterval = 0
ServerThreads = 10
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 6
[SPARQL]
ResultSetMaxRows = 10000
DefaultGraph = {graph}
"""
"""`DefaultGraph`: the union of all graphs would give what the system's own hold, too."""


def virtuoso_missing() -> str:
    """Return what lacks for a Virtuoso to start, empty if nothing does."""
    lacking = [name for name in ("virtuoso-t", "isql-vt") if which(name) is None]
    return f"no {lacking[0]}: see `make federation`" if lacking else ""


_GRANTS = ('SELECT ON "DB.DBA.SPARQL_SINV_2"', 'EXECUTE ON "DB.DBA.SPARQL_SINV_IMP"')
"""What whoever asks it must be allowed for SERVICE to be followed."""


@contextmanager
def virtuoso_serving(folder: Path, triples: Path) -> Iterator[str]:
    """Start a server with a file of N-Triples; give its endpoint, stop."""
    http, port = free_port(), free_port()
    folder.mkdir()
    settings = folder / "virtuoso.ini"
    settings.write_text(_SETTINGS.format(folder=folder, sql=port, http=http, graph=GRAPH))
    server = subprocess.Popen(
        ["virtuoso-t", "+foreground", "+configfile", settings],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_ready(f"http://127.0.0.1:{http}/sparql", 90)
        loaded = folder / "data.nt"
        loaded.write_bytes(triples.read_bytes())
        for grant in _GRANTS:
            sql(port, f'GRANT {grant} TO "SPARQL";')
        sql(port, f"DB.DBA.TTLP_MT (file_to_string_output ('{loaded}'), '', '{GRAPH}', 0);")
        yield f"http://127.0.0.1:{http}/sparql"
    finally:
        server.terminate()
        server.wait(30)


def sql(port: int, statement: str) -> str:
    """Run a statement as the administrator of a server; AssertionError if it fails."""
    done = subprocess.run(
        ["isql-vt", f"127.0.0.1:{port}", "dba", "dba", f"EXEC={statement}"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "*** Error" not in done.stderr, done.stderr
    return done.stdout
