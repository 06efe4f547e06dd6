"""Runs the command `metiers` in the test's own process."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from loader.cli import main


@dataclass(frozen=True)
class Outcome:
    """Exit status and what was printed."""

    status: int
    out: str
    err: str


class Metiers:
    """The command, with a home of its own."""

    def __init__(
        self, home: Path, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]
    ) -> None:
        self.home, self._patch, self._capture = home, patch, capture
        patch.setenv("METIERS_HOME", str(home))

    def __call__(self, *arguments: str | Path) -> Outcome:
        """Run `metiers` with some arguments."""
        self._patch.setattr("sys.argv", ["metiers", *map(str, arguments)])
        self._capture.readouterr()
        status = 0
        try:
            main()
        except SystemExit as stop:
            status = int(stop.code or 0)
        printed = self._capture.readouterr()
        return Outcome(status, printed.out, printed.err)
