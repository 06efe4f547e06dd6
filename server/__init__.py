"""The web server: a SPARQL endpoint and the pages of a release, read-only.

It knows the release folder and the ontology, and nothing of how a release is made.
"""

from functools import partial

from flask import Flask, current_app, g, request
from flask.json.provider import DefaultJSONProvider
from werkzeug.middleware.proxy_fix import ProxyFix

from ontology import prefixes
from server import (
    changes,
    discovery,
    dump,
    files,
    health,
    language,
    metrics,
    problem,
    protocol,
    resource,
    security,
    sparql_terms,
    store,
)
from server.bounds import SETTINGS
from server.browse import conflits, pourquoi, site
from server.browse.wording import day, euros, number
from server.current import CurrentRelease
from server.explore import page as explore_page
from server.handover import KEY, Handover
from server.iris import link
from server.learning import learn_aside
from server.search import page as search_page
from server.see import arbre, panorama, voisinage
from server.settings import Settings
from server.strangers import EXTENSION, Strangers

__all__ = ["create_app"]

_WITHOUT_RELEASE = (
    files.WITHOUT_RELEASE
    | discovery.WITHOUT_RELEASE
    | health.ENDPOINTS
    | {"static", "metrics.metrics"}
)

_MODULES = (
    arbre,
    changes,
    conflits,
    discovery,
    dump,
    explore_page,
    files,
    health,
    metrics,
    panorama,
    pourquoi,
    protocol,
    resource,
    search_page,
    site,
    store,
    sparql_terms,
    voisinage,
)


def create_app(settings: Settings) -> Flask:
    """Build the application; the release is opened by the first request that needs it."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body
    app.config["MAX_FORM_MEMORY_SIZE"] = settings.max_body
    app.config[SETTINGS] = settings
    app.config[dump.RELEASES] = settings.home / "releases"
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 3600
    app.json = _json_provider(app)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.jinja_env.filters.update(href=link, number=number, euros=euros, day=day)
    strangers = app.extensions[EXTENSION] = Strangers(settings)
    app.extensions["current_release"] = CurrentRelease(
        settings.home,
        prefixes(),
        settings.recheck,
        prepare=strangers.prepare,
        opened=partial(learn_aside, templates=app.jinja_env),
    )
    app.before_request(_hold_release)
    app.teardown_appcontext(_let_release_go)
    for module in _MODULES:
        app.register_blueprint(module.blueprint)
    if settings.proxies:
        said = dict.fromkeys(("x_for", "x_proto", "x_host", "x_prefix"), settings.proxies)
        app.wsgi_app = ProxyFix(app.wsgi_app, **said)  # type: ignore[method-assign]
    language.register(app)
    problem.register(app)
    security.register(app)
    return app


def _json_provider(app: Flask) -> DefaultJSONProvider:
    provider = DefaultJSONProvider(app)
    provider.sort_keys = False
    provider.ensure_ascii = False
    return provider


def _hold_release() -> None:
    """Choose the release that the request is answered from."""
    if request.endpoint not in _WITHOUT_RELEASE:
        current: CurrentRelease = current_app.extensions["current_release"]
        g.release = current.get()
        handover: Handover | None = request.environ.get(KEY)
        if handover is not None:
            handover.digest = g.release.manifest.digest


def _let_release_go(_error: BaseException | None) -> None:
    """Forget the release: what else the context of a page holds lasts until it is collected."""
    g.pop("release", None)
