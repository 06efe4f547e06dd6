"""Cache warm-up: what a process reads of a release before it serves it, so that no page waits."""

import logging
import time

from jinja2 import Environment

from server.browse import name_lookup, vocabulary
from server.browse.kinds import KINDS
from server.browse.list_pages import read_index
from server.engine import EngineError
from server.explore.formation_data import read_formation_data
from server.quiz.profiles import read_quiz_data
from server.releases.release import Release

__all__ = ["warm_up"]

_log = logging.getLogger(__name__)


def warm_up(release: Release, templates: Environment) -> None:
    """Compile the templates, and warm the caches of a release; what cannot be read is logged.

    It takes seconds on a large release: the one before it serves meanwhile, if there is one.
    """
    start = time.monotonic()
    for name in templates.list_templates(["html"]):
        templates.get_template(name)
    try:
        _fill_caches(release)
    except (EngineError, OSError, RuntimeError, ValueError):
        _log.exception("release mal apprise ; les pages la liront elles-mêmes")
    _log.info("release apprise en %.1f s", time.monotonic() - start)


def _fill_caches(release: Release) -> None:
    """Read the names, the lists and the counts that pages need of a release into the caches."""
    engine = release.engine
    name_lookup.codes(engine)
    name_lookup.editions(engine)
    vocabulary.read_vocabulary(engine)
    for kind in KINDS:
        if kind.name != "formation":
            read_index(engine, kind, 1)
    read_quiz_data(engine)
    read_formation_data(engine)
