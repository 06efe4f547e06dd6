"""Health checks: whether the server lives, and whether it can answer."""

from flask import Blueprint, Response, current_app, jsonify

from server.engine import EngineError
from server.engine.pool.pool import PoolError
from server.releases.current import CurrentRelease, NoReleaseError
from server.sparql.query_pool import EXTENSION, QueryPool

__all__ = ["ENDPOINTS", "blueprint"]

blueprint = Blueprint("health", __name__)

ENDPOINTS = frozenset({"health.live", "health.ready"})
"""The endpoints that answer when there is no release yet."""


@blueprint.get("/health/live")
def live() -> Response:
    """Answer 200: the process is there; restart it when this does not answer."""
    return _said(200, status="live")


@blueprint.get("/health")
@blueprint.get("/health/ready")
def ready() -> Response:
    """Answer 200 with the release that is served; 503 while there is none, or no pool.

    The first to ask waits for the release to be open and warm: once this answers, pages are quick.

    `errors` says how many the operator accepted when the release was published; `isolated`
    whether the workers are cut off from the network, which some hosts forbid. `engine` says who
    has the graph, and what a remote one answers otherwise than ours.
    """
    current: CurrentRelease = current_app.extensions["current_release"]
    strangers: QueryPool = current_app.extensions[EXTENSION]
    try:
        release = current.get()
    except NoReleaseError as error:
        return _said(503, status="starting", reason=str(error))
    manifest = release.manifest
    try:
        pool = strangers.ready(release.folder)
        engine = release.engine.state()
    except (EngineError, PoolError) as error:
        return _said(503, status="starting", reason=str(error), digest=manifest.digest)
    return _said(
        200,
        status="ready",
        digest=manifest.digest,
        built=manifest.built,
        software=manifest.software,
        errors=manifest.accepted,
        pool={name: pool[name] for name in ("workers", "running", "waiting")},
        isolated=bool(pool["isolated"]),
        services=strangers.services_health(),
        engine=engine,
    )


def _said(code: int, **said: object) -> Response:
    response = jsonify(**said)
    response.status_code = code
    response.headers["Cache-Control"] = "no-store"
    return response
