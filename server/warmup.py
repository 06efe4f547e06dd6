"""What a process learns by heart of a release as soon as it is open, before anybody asks."""

import logging
from threading import Thread

from jinja2 import Environment

from server.browse import home, name_lookup, similar_metiers, vocabulary
from server.browse.kinds import KINDS
from server.browse.list_pages import read_index
from server.explore.facet_data import facts
from server.releases.release import Release
from server.see import corpus_counts

__all__ = ["warm_up", "warm_up_aside"]

_log = logging.getLogger(__name__)


def warm_up(release: Release) -> None:
    """Read the names, the lists and the counts that pages need of a release."""
    engine = release.engine
    for names in (
        name_lookup.codes,
        name_lookup.metiers,
        name_lookup.nomenclatures,
        name_lookup.editions,
    ):
        names(engine)
    vocabulary.read_vocabulary(engine)
    similar_metiers.ties(engine)
    for kind in KINDS:
        read_index(engine, kind, 1)
    home.counts(engine)
    facts(engine)
    corpus_counts.learn(engine)


def warm_up_aside(release: Release, templates: Environment) -> None:
    """Learn a release in a thread of its own; pages that need some of it wait for that only."""
    Thread(target=_learn, args=(release, templates), name="learning").start()


def _learn(release: Release, templates: Environment) -> None:
    for name in templates.list_templates(["html"]):
        templates.get_template(name)
    try:
        warm_up(release)
    except (OSError, RuntimeError, ValueError):
        _log.exception("release mal apprise ; les pages la liront elles-mêmes")
