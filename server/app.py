"""The Flask application: settings, blueprints, error handlers, and the release of each request."""

from functools import partial

from flask import Flask, current_app, g, redirect, request
from flask.json.provider import DefaultJSONProvider
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response as BaseResponse

from ontology import prefixes
from server.browse import changes, conflits, home, pourquoi
from server.browse.formatting import day, euros, number
from server.browse.kinds import KINDS
from server.explore import page as explore_page
from server.gateway.handover import KEY, Handover
from server.http import language, problems, security_headers
from server.iris import link
from server.linked_data import dereference, dump, static_documents
from server.operations import health, metrics
from server.releases.current import CurrentRelease
from server.releases.layout import RELEASES
from server.search import page as search_page
from server.see import neighbourhood_page, panorama, tree
from server.settings import Settings
from server.sparql import completion, endpoint, error_status, graph_store
from server.sparql.query_pool import EXTENSION, Connect, QueryPool
from server.sparql.streamed_response import SETTINGS
from server.warmup import warm_up_aside

__all__ = ["create_app"]

_WITHOUT_RELEASE = (
    static_documents.WITHOUT_RELEASE | health.ENDPOINTS | {"static", "metrics.metrics"}
)

_MODULES = (
    changes,
    completion,
    conflits,
    dereference,
    dump,
    endpoint,
    explore_page,
    graph_store,
    health,
    home,
    metrics,
    neighbourhood_page,
    panorama,
    pourquoi,
    search_page,
    static_documents,
    tree,
)
_PAGES = (
    *(kind.index for kind in KINDS),
    "/exemples",
    "/explorer",
    "/ontology",
    "/panorama",
    "/recherche",
    "/rome/arbre",
    "/sparql",
)


def create_app(settings: Settings, connect: Connect | None = None) -> Flask:
    """Build the application; the release is opened by the first request that needs it.

    `connect` gives a connection to the forker of the server, where it has one.
    """
    app = Flask("server")
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body
    app.config["MAX_FORM_MEMORY_SIZE"] = settings.max_body
    app.config[SETTINGS] = settings
    app.config[dump.RELEASES] = settings.home / RELEASES
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 3600
    app.json = _json_provider(app)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.jinja_env.filters.update(href=link, number=number, euros=euros, day=day)
    strangers = app.extensions[EXTENSION] = QueryPool(settings, connect)
    app.extensions["current_release"] = CurrentRelease(
        settings.home,
        prefixes(),
        settings.recheck,
        prepare=strangers.prepare,
        opened=partial(warm_up_aside, templates=app.jinja_env),
    )
    app.before_request(_hold_release)
    app.teardown_appcontext(_let_release_go)
    for module in _MODULES:
        app.register_blueprint(module.blueprint)
    if settings.proxies:
        said = dict.fromkeys(("x_for", "x_proto", "x_host", "x_prefix"), settings.proxies)
        app.wsgi_app = ProxyFix(app.wsgi_app, **said)  # type: ignore[method-assign]
    for page in _PAGES:
        methods = ["GET", "POST"] if page == "/sparql" else ["GET"]
        app.add_url_rule(f"{page}/", f"slash{page}", _without_slash, methods=methods)
    language.register(app)
    problems.register(app)
    error_status.register(app)
    security_headers.register(app)
    return app


def _json_provider(app: Flask) -> DefaultJSONProvider:
    provider = DefaultJSONProvider(app)
    provider.sort_keys = False
    provider.ensure_ascii = False
    return provider


def _without_slash() -> BaseResponse:
    """Send an address with a slash too many to the one without, where the same is to be asked."""
    return redirect(request.full_path.replace("/?", "?", 1).rstrip("?"), 308)


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
