"""What a process learns by heart of a release as soon as it is open, before anybody asks."""

import logging
from threading import Thread

from jinja2 import Environment

from server.browse import byheart, near, site, vocabulary
from server.browse.indexes import read_index
from server.browse.kinds import KINDS
from server.explore.facts import facts
from server.release import Release
from server.see import corpus

__all__ = ["learn", "learn_aside"]

_log = logging.getLogger(__name__)


def learn(release: Release) -> None:
    """Read the names, the lists and the counts that pages need of a release."""
    engine = release.engine
    for names in (byheart.codes, byheart.metiers, byheart.nomenclatures, byheart.editions):
        names(engine)
    vocabulary.read_vocabulary(engine)
    near.ties(engine)
    for kind in KINDS:
        read_index(engine, kind, 1)
    site.counts(engine)
    facts(engine)
    corpus.learn(engine)


def learn_aside(release: Release, templates: Environment) -> None:
    """Learn a release in a thread of its own; pages that need some of it wait for that only."""
    Thread(target=_learn, args=(release, templates), name="learning").start()


def _learn(release: Release, templates: Environment) -> None:
    for name in templates.list_templates(["html"]):
        templates.get_template(name)
    try:
        learn(release)
    except (OSError, RuntimeError, ValueError):
        _log.exception("release mal apprise ; les pages la liront elles-mêmes")
