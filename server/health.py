"""Whether the server can answer, for whoever watches it."""

from flask import Blueprint, Response, current_app, jsonify

from server.current import CurrentRelease, NoReleaseError

__all__ = ["blueprint"]

blueprint = Blueprint("health", __name__)


@blueprint.get("/health")
def health() -> Response:
    """Answer 200 with the digest of the release that is served, 503 while there is none."""
    current: CurrentRelease = current_app.extensions["current_release"]
    try:
        manifest = current.get().manifest
    except NoReleaseError as error:
        response = jsonify(status="starting", reason=str(error))
        response.status_code = 503
    else:
        response = jsonify(
            status="ready",
            digest=manifest.digest,
            built=manifest.built,
            software=manifest.software,
        )
    response.headers["Cache-Control"] = "no-store"
    return response
