"""Cache warm-up: what a process reads of a release as soon as it is open, before anybody asks."""

import logging
from threading import Thread

from jinja2 import Environment

from server.browse import home, name_lookup, similar_metiers, vocabulary
from server.browse.kinds import KINDS
from server.browse.list_pages import read_index
from server.explore.facet_data import read_facet_data
from server.releases.release import Release
from server.see import corpus_counts

__all__ = ["warm_up_aside"]

_log = logging.getLogger(__name__)


def warm_up_aside(release: Release, templates: Environment) -> None:
    """Warm the caches in a thread of its own; pages that need some of it wait for that only."""
    Thread(target=_warm_up, args=(release, templates), name="warm-up").start()


def _warm_up(release: Release, templates: Environment) -> None:
    for name in templates.list_templates(["html"]):
        templates.get_template(name)
    try:
        _fill_caches(release)
    except (OSError, RuntimeError, ValueError):
        _log.exception("release mal apprise ; les pages la liront elles-mêmes")


def _fill_caches(release: Release) -> None:
    """Read the names, the lists and the counts that pages need of a release into the caches."""
    engine = release.engine
    for names in (
        name_lookup.codes,
        name_lookup.metiers,
        name_lookup.nomenclatures,
        name_lookup.editions,
    ):
        names(engine)
    vocabulary.read_vocabulary(engine)
    similar_metiers.feature_index(engine)
    for kind in KINDS:
        read_index(engine, kind, 1)
    home.home_counts(engine)
    read_facet_data(engine)
    corpus_counts.load_rows(engine)
