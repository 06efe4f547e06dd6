"""The web server: a SPARQL endpoint and the pages of a release, read-only.

It knows the release folder and the ontology, and nothing of how a release is made.
"""

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
    store,
)
from server.bounds import SETTINGS
from server.browse import conflits, site
from server.browse.wording import number
from server.current import CurrentRelease
from server.handover import KEY, Handover
from server.iris import link
from server.search import page as search_page
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
    changes,
    conflits,
    discovery,
    dump,
    files,
    health,
    metrics,
    protocol,
    resource,
    search_page,
    site,
    store,
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
    app.jinja_env.filters.update(href=link, number=number)
    strangers = app.extensions[EXTENSION] = Strangers(settings)
    app.extensions["current_release"] = CurrentRelease(
        settings.home, prefixes(), settings.recheck, prepare=strangers.prepare
    )
    app.before_request(_hold_release)
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
