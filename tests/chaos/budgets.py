"""Budgets: a client that has used up its seconds of evaluation is told so on every road."""

from tests.chaos.connection import connected, get, post, query, reply
from tests.chaos.scene import NUMBERS, Scene

__all__ = ["BUDGET", "spend"]

BUDGET = "2"
"""Seconds a minute of a client: one for each of two web processes, which do not know of another."""
_ROADS = ("json", "csv", "page", "sheet", "turtle", "store", "graph", "posted", "suffix")
_MOST = 4
"""Queries of 0.7 s after which a client has met a 429 on one connection."""


def _slow() -> str:
    return f"SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c . ?d ?e ?f . FILTER(?f != {next(NUMBERS)}) }}"


def _request(road: str) -> bytes:
    """Return a request on a road; a query takes 0.7 s and is ended."""
    text, bound = _slow(), "&timeout=0.7"
    match road:
        case "csv":
            return query(text, "text/csv", bound)
        case "page":
            return query(text, "text/html", bound)
        case "turtle":
            construct = f"CONSTRUCT {{ <x:s> <x:p> ?n }} {{ {text} }}"
            return query(construct, "text/turtle", bound)
        case "sheet" | "suffix":
            path = "/sparql/tableur.csv" if road == "sheet" else "/sparql.json"
            return query(text, "*/*", bound).replace(b"/sparql", path.encode(), 1)
        case "posted":
            return post(text).replace(b"/sparql", b"/sparql?timeout=0.7", 1)
        case "store":
            return get(f"/store?default&n={next(NUMBERS)}", "Accept: text/turtle")
        case "graph":
            return get(f"/graph/ontologie?n={next(NUMBERS)}", "Accept: text/turtle")
    return query(text, "application/json", bound)


async def spend(scene: Scene) -> None:
    """Ask one slow query after another, each client on a road of its own, until a 429 comes."""
    for number, road in enumerate(_ROADS):
        source = f"127.0.2.{number + 1}"
        async with connected(scene.server.address, source) as (reader, writer):
            statuses = []
            for turn in range(_MOST):
                spending = road in ("store", "graph") and turn < 2
                writer.write(_request("json" if spending else road))
                statuses.append(await reply(reader))
            scene.outcomes.update(map(str, statuses))
            if statuses[-1] != 429:
                scene.faults.append(f"{road}: {statuses}")
    await scene.rest()
