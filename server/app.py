"""The Flask application: settings, blueprints, error handlers, and the release of each request."""

from functools import partial

from flask import Flask, Response, current_app, g, redirect, request
from flask.json.provider import DefaultJSONProvider
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response as BaseResponse

from server.api import pages as api_pages
from server.browse import home, marche, pourquoi, similar_metiers, sources
from server.browse.formatting import day, euros, number
from server.browse.page_address import is_too_long
from server.changes import conflits
from server.changes import page as changes_page
from server.codes import page as codes_page
from server.explore import page as explore_page
from server.gateway.wsgi import KEY, Call
from server.http import language, problems, security_headers
from server.http.language import gettext
from server.http.problems import ProblemError
from server.iris import link
from server.linked_data import dereference, dump, release_files, static_documents, tables
from server.operations import health, metrics
from server.operations.figures import Figures
from server.quiz import page as quiz_page
from server.reconciliation import preview, protocol_0_2, protocol_1_0, table_page
from server.releases.current import CurrentRelease
from server.releases.layout import RELEASES
from server.releases.release import open_release
from server.search import page as search_page
from server.see import neighbourhood_page, panorama, tree
from server.selection import page as selection_page
from server.settings import SETTINGS, Settings
from server.sparql import completion, data_road, error_status, judgement
from server.sparql import page as sparql_page
from server.sparql.endpoint import DataEndpoints
from server.sparql.query_pool import EXTENSION, Connect, QueryPool
from server.study_paths import page as study_paths_page
from server.warmup import warm_up

__all__ = ["create_app"]

_WITHOUT_RELEASE = (
    static_documents.WITHOUT_RELEASE | health.ENDPOINTS | {"static", "metrics.metrics"}
)

_MODULES = (
    api_pages,
    changes_page,
    codes_page,
    completion,
    conflits,
    data_road,
    dereference,
    dump,
    explore_page,
    health,
    home,
    judgement,
    marche,
    metrics,
    neighbourhood_page,
    panorama,
    pourquoi,
    preview,
    similar_metiers,
    protocol_0_2,
    protocol_1_0,
    quiz_page,
    release_files,
    search_page,
    selection_page,
    sources,
    sparql_page,
    static_documents,
    study_paths_page,
    table_page,
    tables,
    tree,
)


def create_app(
    settings: Settings, connect: Connect | None = None, figures: Figures | None = None
) -> Flask:
    """Build the application; the release is opened by the first request that needs it.

    `connect` gives a connection to the forker of the server, where it has one; `figures` those that
    its processes share.
    """
    app = Flask("server")
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body
    app.config["MAX_FORM_MEMORY_SIZE"] = settings.max_body
    app.config[SETTINGS] = settings
    app.config[dump.RELEASES] = settings.home / RELEASES
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 3600
    app.url_map.merge_slashes = False  # it would send to the host that the client has named
    app.json = _json_provider(app)
    app.jinja_options = app.jinja_options | {"trim_blocks": True, "lstrip_blocks": True}
    app.jinja_env.filters.update(href=link, number=number, euros=euros, day=day)
    figures = app.extensions[metrics.FIGURES] = figures or Figures()
    strangers = app.extensions[EXTENSION] = QueryPool(settings, connect, figures.write)
    current = app.extensions["current_release"] = CurrentRelease(
        settings.home,
        settings.recheck,
        prepare=strangers.prepare,
        warm_up=partial(warm_up, templates=app.jinja_env),
        opening=partial(open_release, remote=settings.remote),
    )
    app.extensions[data_road.ROAD] = DataEndpoints(strangers, current, settings)
    app.before_request(_refuse_long_address)
    app.before_request(_without_slash)
    app.before_request(_give_the_whole)
    app.before_request(_hold_release)
    app.teardown_appcontext(_let_release_go)
    for module in _MODULES:
        app.register_blueprint(module.blueprint)
    if settings.proxies:
        said = dict.fromkeys(("x_for", "x_proto", "x_host"), settings.proxies)
        app.wsgi_app = ProxyFix(app.wsgi_app, **said)  # type: ignore[method-assign]
    language.register(app)
    problems.register(app)
    error_status.register(app)
    security_headers.register(app)
    app.after_request(_wordless)
    return app


def _give_the_whole() -> None:
    """Give the whole to who asks several parts, or has one that may be of something like it.

    A weak tag is that of no bytes, nor is a date: a file may change twice in a second.
    """
    since = request.headers.get("If-Range", '"')
    if not since.startswith('"') or "," in request.headers.get("Range", ""):
        request.environ.pop("HTTP_RANGE", None)


def _wordless(response: Response) -> Response:
    """Leave out what a redirect says to readers, in English: the header says where to go."""
    if 300 < response.status_code < 400 and response.status_code != 304:
        response.set_data(b"")
    return response


def _json_provider(app: Flask) -> DefaultJSONProvider:
    provider = DefaultJSONProvider(app)
    provider.sort_keys = False
    provider.ensure_ascii = False
    return provider


def _refuse_long_address() -> None:
    """Refuse an address that no page of ours has: those that ask for it would be shown it again."""
    if is_too_long():
        raise ProblemError(414, gettext("Cette adresse est trop longue."))


def _without_slash() -> BaseResponse | None:
    """Send an address with a slash too many to the one without, where the same is to be asked."""
    path = request.path.removesuffix("/")
    if path in ("", request.path) or path.startswith("//") or path.endswith("/"):
        return None
    try:
        current_app.url_map.bind("").match(path, request.method)
    except HTTPException:
        return None
    return redirect(request.full_path.replace("/?", "?", 1).rstrip("?"), 308)


def _hold_release() -> None:
    """Choose the release that the request is answered from."""
    if request.endpoint not in _WITHOUT_RELEASE:
        current: CurrentRelease = current_app.extensions["current_release"]
        g.release = current.get()
        call: Call | None = request.environ.get(KEY)
        if call is not None:
            call.digest = g.release.manifest.digest


def _let_release_go(_error: BaseException | None) -> None:
    """Forget the release: what else the context of a page holds lasts until it is collected."""
    g.pop("release", None)
