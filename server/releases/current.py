"""Current release: opened at first use, followed when the link `current` moves."""

import logging
import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Lock

from flask import g

from server.engine.errors import worded
from server.engine.pool.pool import PoolError
from server.releases.layout import CURRENT
from server.releases.release import Release, ReleaseError, open_release

__all__ = ["CurrentRelease", "NoReleaseError", "release"]

_log = logging.getLogger(__name__)
_NONE = worded("Aucune release n'est encore construite.")
_UNREADABLE = worded("La release ne peut être lue : le journal dit pourquoi.")


class NoReleaseError(Exception):
    """There is nothing to serve yet."""


class CurrentRelease:
    """Follows the link `current` of a home folder.

    The link is looked at when `recheck` seconds have passed since the last look, by whichever
    request comes first; the others go on with the release they have. A new release serves once it
    is open and warm, and that is logged; so is one that cannot be opened, and the old one goes on.
    """

    def __init__(
        self,
        home: Path,
        recheck: float = 1.0,
        clock: Callable[[], float] = time.monotonic,
        prepare: Callable[[Path], None] = lambda _: None,
        warm_up: Callable[[Release], None] = lambda _: None,
        opening: Callable[[Path], Release] = open_release,
    ) -> None:
        self._link = home / CURRENT
        self._recheck = recheck
        self._clock = clock
        self._prepare = prepare
        self._warm_up = warm_up
        self._open = opening
        self._lock = Lock()
        self._checked = 0.0
        self._complained = ""
        self._target: str | None = None
        self._release: Release | None = None

    def get(self) -> Release:
        """Return the release to answer a request from; NoReleaseError if there never was one.

        The first requests wait for the release to be opened; later ones never wait.
        """
        if self._release is None:
            with self._lock:
                if self._release is None:
                    self._look()
        else:
            self.follow()
        if self._release is None and self._complained:
            raise NoReleaseError(_UNREADABLE)
        if self._release is None:
            raise NoReleaseError(_NONE)
        return self._release

    def open(self) -> None:
        """Open the release that is to serve, if there is one, before anybody asks."""
        with suppress(NoReleaseError):
            self.get()

    @property
    def held(self) -> Release | None:
        """The release that serves, None while none is open."""
        return self._release

    @property
    def digest(self) -> str:
        """The digest of the release that serves, empty while none is open."""
        return self._release.manifest.digest if self._release is not None else ""

    def is_due(self) -> bool:
        """Return whether the link is to be looked at again."""
        return self._clock() - self._checked >= self._recheck

    def follow(self) -> None:
        """Look at the link if that is due and nobody else is at it."""
        if self.is_due() and self._lock.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._lock.release()

    def _look(self) -> None:
        """Open what the link points to, if that is not what is served; a failure is tried again."""
        self._checked = self._clock()
        try:
            target = os.readlink(self._link)
        except OSError:
            return
        if target == self._target:
            return
        folder = (self._link.parent / target).resolve()
        try:
            opened = self._open(folder)
            self._prepare(folder)
        except (ReleaseError, PoolError) as error:
            if self._complained != str(error):
                self._complained = str(error)
                kept = "la précédente reste servie" if self._release else "rien n'est servi"
                _log.exception("release illisible, %s", kept)
            return
        self._warm_up(opened)
        before, after = self.digest, opened.manifest.digest
        self._release, self._target = opened, target
        if before:  # of weight enough to be seen at the level that is usual
            _log.warning("release en service : %s, et non plus %s", after[:12], before[:12])
        else:
            _log.info("release en service : %s", after[:12])


def release() -> Release:
    """Return the release of the request at hand, the same from its start to its end."""
    found = g.get("release")
    if not isinstance(found, Release):
        raise NoReleaseError(_NONE)
    return found
