"""Process of a build that writes the tables of a store, for pages, for codes and for people.

In a thread, each of the thousand short queries of the pages would wait for the interpreter. It
ends with the build: what it is given to read, and never gets, is closed when the build is gone.
"""

import os
import sys
from pathlib import Path
from threading import Thread

from pyoxigraph import Store

from loader.codes import build_code_table
from loader.pages import build_page_tables
from loader.tables import build_tables


def main(store: str, directory: str, digest: str) -> None:
    """Write all tables of a store into a folder, for a release of some digest."""
    Thread(target=_end_with_the_build, daemon=True).start()
    opened = Store.read_only(store)
    build_page_tables(opened, Path(directory))
    build_code_table(opened, Path(directory))
    build_tables(opened, Path(directory), digest)


def _end_with_the_build() -> None:
    os.read(sys.stdin.fileno(), 1)
    os._exit(1)


if __name__ == "__main__":
    main(*sys.argv[1:])
