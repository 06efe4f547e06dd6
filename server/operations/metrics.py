"""Metrics: what an operator watches, in the text format of Prometheus at ``/metrics``.

Only private addresses are answered.
"""

from collections.abc import Iterator
from ipaddress import ip_address

from flask import Blueprint, Response, current_app, request
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from server.http.language import gettext
from server.http.problems import ProblemError
from server.releases.current import CurrentRelease
from server.sparql.query_pool import EXTENSION, QueryPool

__all__ = ["FIGURES", "blueprint"]

blueprint = Blueprint("metrics", __name__)

FIGURES = "figures"
"""The name of the application's extension that holds its `Figures`."""


@blueprint.get("/metrics")
def metrics() -> Response:
    """Answer the figures of every process, those of others at most a second old."""
    try:
        private = ip_address(request.remote_addr or "").is_private
    except ValueError:
        private = False
    if not private:
        detail = gettext("Ces chiffres ne sont que pour qui exploite ce serveur.")
        raise ProblemError(403, detail)
    pool: QueryPool = current_app.extensions[EXTENSION]
    pool.report()
    registry = CollectorRegistry()
    registry.register(current_app.extensions[FIGURES])
    registry.register(_Site())
    text = generate_latest(registry)
    return Response(text, content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})


class _Site(Collector):
    """The release in service."""

    def collect(self) -> Iterator[Metric]:
        current: CurrentRelease = current_app.extensions["current_release"]
        release = GaugeMetricFamily("metiers_release", "The release in service.", labels=["digest"])
        release.add_metric([current.digest], 1)
        yield release
