"""Crowds: many connections of one client, all of which ask the same kind of thing."""

import asyncio
from collections.abc import Callable, Iterator
from functools import partial

from tests.chaos.connection import connected, get, post, query, reply
from tests.chaos.scene import ATTACKER, NUMBERS, Attack, Scene, Visit
from tests.soak.hostile.malformed import MALFORMED

__all__ = ["HELD", "LEAVING", "MIXTURES", "framing", "soak", "throng"]

CONNECTIONS = 64
MANY = 600
_CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
_LONG_BODY = 1_048_576
"""The longest body that the server takes."""


def _heavy(number: int) -> bytes:
    text = f"SELECT (COUNT(*) AS ?n) {{ {_CROSS} FILTER(?i != {number}) }}"
    return query(text, more="&timeout=1")


def _brief(number: int) -> bytes:
    return query(f"ASK {{ FILTER({number} > 0) }}")


def _large(number: int) -> bytes:
    text = f"SELECT * {{ ?s ?p ?o . ?t ?q ?u FILTER(?u != {number}) }} LIMIT 30000"
    return query(text)


def _dump(_: int) -> bytes:
    return get("/dump/dataset.nq.gz")


def _graph(number: int) -> bytes:
    return get(f"/store?default&n={number}", "Accept: text/turtle")


def _body(number: int) -> bytes:
    text = f"ASK {{ FILTER({number} > 0) }} #"
    return post(text.ljust(_LONG_BODY, "x"))


def _search(number: int) -> bytes:
    return get(f"/recherche?q=bois+{number % 1000}+assistant&n={number}", "Accept: text/html")


def _facet(number: int) -> bytes:
    return get(f"/explorer?niveau=bac-2&n={number}", "Accept: text/html")


def _picture(number: int) -> bytes:
    path = ("/voisinage/metier/MET.797.svg", "/panorama", "/rome/arbre")[number % 3]
    return get(f"{path}?n={number}", "Accept: text/html")


def _service(scene: Scene) -> Callable[[int], bytes]:
    def calling(number: int) -> bytes:
        return query(f"SELECT * {{ SERVICE <{scene.deaf}> {{ ?s ?p {number} }} }}")

    return calling


async def _read_slowly(scene: Scene, pause: float = 1.0) -> None:
    """Read an answer at one kilobyte a second."""
    async with connected(scene.server.address, ATTACKER) as (reader, writer):
        writer.write(_large(next(NUMBERS)))
        while scene.goes_on() and await reader.read(1024):
            await asyncio.sleep(pause)


async def _never_read(scene: Scene) -> None:
    """Ask for a long answer, then again, and read none of them."""
    async with connected(scene.server.address, ATTACKER) as (_, writer):
        writer.write(_large(next(NUMBERS)) * 2)
        await scene.rest()


async def _leave(scene: Scene, share: float = 1.0) -> None:
    """Ask for a long answer, and leave in its middle, or read it, by chance."""
    async with connected(scene.server.address, ATTACKER) as (reader, writer):
        writer.write(_large(next(NUMBERS)))
        if scene.chance.random() < share:
            await reader.read(1 + scene.chance.randrange(20_000))
            scene.outcomes["left"] += 1
        else:
            scene.outcomes[str(await reply(reader))] += 1


async def _pipeline(scene: Scene) -> None:
    """Ask for fifty things at once, heavy ones among them, and read all that comes."""
    async with connected(scene.server.address, ATTACKER) as (reader, writer):
        for number in range(50):
            writer.write((_heavy if number % 10 == 9 else _brief)(next(NUMBERS)))
        for _ in range(50):
            scene.outcomes[str(await reply(reader))] += 1


async def _withhold_a_byte(scene: Scene) -> None:
    """Send all of the longest body but its last byte."""
    async with connected(scene.server.address, ATTACKER) as (reader, writer):
        writer.write(_body(next(NUMBERS))[:-1])
        scene.outcomes[str(await reply(reader))] += 1


async def _trickle(scene: Scene) -> None:
    """Send a byte of a head every two seconds."""
    async with connected(scene.server.address, ATTACKER) as (reader, writer):
        for byte in get("/"):
            writer.write(bytes([byte]))
            try:
                async with asyncio.timeout(2):
                    await reader.read(1)
            except TimeoutError:
                continue
            return


async def _idle(scene: Scene) -> None:
    """Ask once, then keep the connection and say nothing."""
    async with connected(scene.server.address, ATTACKER) as (reader, writer):
        writer.write(_brief(next(NUMBERS)))
        scene.outcomes[str(await reply(reader))] += 1
        await reader.read()


def _framings() -> Iterator[bytes]:
    chunked = "Transfer-Encoding: chunked"
    yield from (attack.raw for attack in MALFORMED if len(attack.raw) < 200_000)
    yield get("/", "Upgrade: h2c", "Connection: Upgrade", "Content-Length: 5")
    yield get("/", "Upgrade: websocket", "Connection: Upgrade", chunked)
    yield b"NONSENSE\r\n\r\n" + _brief(1) * 20
    yield get("http://elsewhere.example/sparql?query=ASK%7B%7D")
    yield get("/sparql?query=ASK%7B%7D")[:-20]


async def framing(scene: Scene) -> None:
    """Send what is no request, or two for some who read it; a late body follows."""
    raws = list(_framings())

    async def visit(scene: Scene) -> None:
        async with connected(scene.server.address, ATTACKER) as (reader, writer):
            writer.write(scene.chance.choice(raws))
            await asyncio.sleep(0.02)
            writer.write(b"hello" + _brief(next(NUMBERS)))
            try:
                async with asyncio.timeout(1):
                    while await reader.read(65_536):
                        pass
            except TimeoutError:
                scene.outcomes["kept waiting"] += 1
            scene.outcomes["sent"] += 1

    await scene.crowd(16, visit)


async def _together(scene: Scene, count: int, visit: Visit) -> None:
    await scene.crowd(count, visit)


async def _repeating(scene: Scene, request: Callable[[int], bytes]) -> None:
    await scene.crowd(CONNECTIONS, lambda scene: scene.repeat(request))


async def _calling(scene: Scene) -> None:
    await _repeating(scene, _service(scene))


def _visiting(visit: Visit, count: int = CONNECTIONS) -> Attack:
    return partial(_together, count=count, visit=visit)


MIXTURES: dict[str, Attack] = {
    "heavy": partial(_repeating, request=_heavy),
    "many brief": partial(_repeating, request=_brief),
    "slow readers": _visiting(_read_slowly),
    "leavers": _visiting(_leave),
    "pipelined": _visiting(_pipeline),
    "dumps": partial(_repeating, request=_dump),
    "graphs": partial(_repeating, request=_graph),
    "bodies": partial(_repeating, request=_body),
    "searches": partial(_repeating, request=_search),
    "facets": partial(_repeating, request=_facet),
    "pictures": partial(_repeating, request=_picture),
    "SERVICE": _calling,
}
"""What one client does on 64 connections."""

LEAVING: dict[str, Attack] = {
    "a tenth leaves": _visiting(partial(_leave, share=0.1), 16),
    "all leave": _visiting(_leave, 16),
}
"""Clients that leave in the middle of a stream."""

HELD: dict[str, Attack] = {
    "never read": _visiting(_never_read),
    "all but a byte": _visiting(_withhold_a_byte),
    "a byte at a time": _visiting(_trickle, 200),
    "idle": _visiting(_idle, MANY),
    "600 connections": partial(_together, count=MANY, visit=lambda scene: scene.repeat(_brief)),
}
"""Clients that hold what they have."""


async def throng(scene: Scene) -> None:
    """Ask brief things on as many connections as there ever are, and pages of many clients."""
    pages = [scene.once(_picture(number), f"127.0.4.{number + 1}") for number in range(CONNECTIONS)]
    await asyncio.gather(HELD["600 connections"](scene), *pages)


async def soak(scene: Scene) -> None:
    """Ask for all kinds of things on 64 connections; one in ten leaves in the middle."""
    requests = (_heavy, _brief, _large, _dump, _graph, _body, _search, _facet, _picture)

    async def visit(scene: Scene) -> None:
        async with connected(scene.server.address, ATTACKER) as (reader, writer):
            writer.write(scene.chance.choice(requests)(next(NUMBERS)))
            if scene.chance.random() < 0.1:
                await reader.read(1 + scene.chance.randrange(20_000))
                scene.outcomes["left"] += 1
            else:
                scene.outcomes[str(await reply(reader))] += 1

    await scene.crowd(CONNECTIONS, visit)
