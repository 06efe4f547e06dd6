"""Own address: that of the server as its clients know it, where a document must name it whole.

A client may write anything as `Host`: it is believed where it is one of the names of the site. What
is written with it is that client's answer: no cache gives it to another.
"""

from collections.abc import Sequence

from flask import Response, after_this_request, current_app, request
from werkzeug.sansio.utils import get_host

from server.settings import SETTINGS, Settings

__all__ = ["is_own", "lasting_address", "own_address"]

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})


def own_address() -> str:
    """Return the address of the root, and keep the answer at hand from caches that are shared."""
    after_this_request(_keep_private)
    settings: Settings = current_app.config[SETTINGS]
    if is_own(request.host, settings.hosts):
        return request.root_url
    known = next(iter(settings.hosts), get_host(request.scheme, None, request.server))
    return f"{request.scheme}://{known}/"


def lasting_address() -> str:
    """Return the address of the root for paper: the base of the IRIs, where it leads to this site.

    Else it is that of `own_address`.
    """
    settings: Settings = current_app.config[SETTINGS]
    return settings.canonical_root if settings.resolves else own_address()


def is_own(host: str, hosts: Sequence[str]) -> bool:
    """Return whether a host, its port included, is one of the site's names, or this machine."""
    name = host.rpartition(":")[0] if _has_port(host) else host
    return host in hosts or name in {*_LOOPBACK, *hosts}


def _has_port(host: str) -> bool:
    return host.rpartition(":")[2].isdecimal()


def _keep_private(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, max-age=0, must-revalidate"
    response.add_etag()
    response.make_conditional(request)
    return response
