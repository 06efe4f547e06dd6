"""The data road as the application sees it: what it has answered, or what it leaves to a page.

Behind a gateway the road comes first, and its addresses are here only for their methods, and for
those who would rather have a page. Without one, as in a test, the application takes it from here.
"""

from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import MethodNotAllowed

from server.gateway.request import Request
from server.gateway.wsgi import KEY, Call
from server.sparql.query_pool import EXTENSION, QueryPool, ThreadFrames

__all__ = ["ROAD", "blueprint", "call_at_hand", "from_data_road"]

blueprint = Blueprint("data", __name__)

ROAD = "data_road"
"""The name of the application's extension that holds its `DataEndpoints`."""


@blueprint.get("/api/v1/<name>", endpoint="api")
@blueprint.get("/store")
@blueprint.route("/sparql/tableur.csv", methods=["GET", "POST"], endpoint="tableur")
def data(name: str = "") -> Response:
    """Answer what is never a page."""
    answer = from_data_road()
    assert answer is not None
    return answer


@blueprint.route("/mcp", methods=["GET", "POST"])
def mcp() -> Response:
    """Answer an assistant, which posts; there is no stream for one to listen to."""
    if request.method != "POST":
        raise MethodNotAllowed(["POST"])
    return data()


def call_at_hand() -> Call:
    """Return what the gateway and the application tell each other of the request at hand."""
    found: Call = request.environ.setdefault(KEY, Call())
    return found


def from_data_road() -> Response | None:
    """Return what the road answers; None where a page is to, which finds in the call what it needs.

    A failure that is to be told in a page is raised.
    """
    answer = None if KEY in request.environ else _asked_here()
    if (failure := call_at_hand().failure) is not None:
        raise failure
    return answer


def _asked_here() -> Response | None:
    pool: QueryPool = current_app.extensions[EXTENSION]
    road = current_app.extensions[ROAD]
    reply = pool.wait_for(road.answer(_request(), call_at_hand()))
    if reply is None:
        return None
    headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in reply.headers]
    if reply.frames is None:
        return Response(reply.body, reply.status, headers)
    frames = ThreadFrames(reply.frames, pool.running())
    response = Response(frames, reply.status, headers)
    response.call_on_close(frames.close)
    return response


def _request() -> Request:
    scope = {
        "type": "http",
        "method": request.method,
        "path": request.path,
        "query_string": request.query_string,
        "headers": [
            (name.lower().encode("latin-1"), value.encode("latin-1"))
            for name, value in request.headers
        ],
        "client": (request.remote_addr or "", 0),
    }
    return Request(scope, request.get_data())
