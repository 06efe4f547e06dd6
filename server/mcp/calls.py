"""Calls of tools: judged, charged, read or evaluated within bounds, and answered in a document.

What a tool reads by itself is bounded by construction, and read in a thread; what is a query goes
to the pool as any stranger's. Nothing that an assistant sends makes it raise: it is told why.
"""

import json
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import partial
from math import ceil
from time import thread_time
from typing import Any, Final, TypeVar

import pyoxigraph as ox

from ontology import prefixes
from server.engine import EngineError, Question, UnreadableQueryError
from server.engine.interface import Streamed
from server.gateway.thread_share import ThreadShare
from server.http.language import TOOLS_LANGUAGE, speak
from server.http.problems import ProblemError
from server.mcp.answers import Rows, Window, document
from server.mcp.arguments import RefusedCallError
from server.mcp.tools import LINES, AssistantTool, assistant_tools
from server.releases.cached import CachedByRelease
from server.releases.current import CurrentRelease, NoReleaseError
from server.releases.layout import Manifest
from server.releases.release import Release
from server.sparql.diagnosis import explain
from server.sparql.error_status import problem_of
from server.sparql.query_pool import QueryPool
from server.sparql.unknown_terms import unknown_terms

__all__ = ["CallAnswer", "ToolCalls"]

_log = logging.getLogger(__name__)
T = TypeVar("T")
_THREADS: Final = 4
_LISTING: Final = 0.01
"""Seconds of processor time that writing the list of tools takes, where no thread counts it."""
_MOST_BYTES: Final = 1 << 22
"""Bytes of an evaluated answer that are read for a page."""
_LONGEST: Final = 1_500
"""Characters of a sentence."""
_TOO_LONG: Final = (
    "This page of the answer is too long to be read: restrict the query, cut its texts, or use "
    "LIMIT and OFFSET."
)
_NAME: Final = 60
"""Characters of the name of a tool that nobody has."""
_UNEXPECTED: Final = "An unexpected error happened; it was logged. Ask otherwise, or later."

_tools: Final = CachedByRelease(assistant_tools)


@dataclass(frozen=True)
class CallAnswer:
    """What a call comes to: a document, or the sentence of a refusal."""

    document: Mapping[str, Any] | None = None
    refusal: str = ""


class ToolCalls:
    """Answers calls of tools from the release in service; on the event loop of a pool."""

    def __init__(self, pool: QueryPool, current: CurrentRelease) -> None:
        self._pool, self._current = pool, current
        self._executor = ThreadPoolExecutor(_THREADS, "assistant")
        self._threads = ThreadShare(self._executor, _THREADS)

    async def tools(self, client: str) -> Mapping[str, AssistantTool]:
        """Return the tools of the release in service; RefusedCallError where that cannot be."""
        speak(TOOLS_LANGUAGE)
        try:
            self._pool.check_budget(client)
            self._pool.charge(client, _LISTING)
            return await self._in_thread(client, lambda: _tools(self._current.get().engine))
        except (EngineError, NoReleaseError) as failure:
            raise RefusedCallError(_sentence(failure)) from None

    async def call(self, name: str, arguments: Mapping[str, Any], client: str) -> CallAnswer:
        """Return the answer of a tool, or why there is none."""
        speak(TOOLS_LANGUAGE)
        try:
            self._pool.check_budget(client)
            return CallAnswer(await self._answer(name, arguments, client))
        except RefusedCallError as refusal:
            return _refusal(str(refusal))
        except (EngineError, NoReleaseError, ProblemError) as failure:
            return _refusal(_sentence(failure))
        except Exception:  # any other would reach the client in the words of whatever raised it
            _log.exception("outil %s", ascii(name[:_NAME]))
            return _refusal(_UNEXPECTED)

    def close(self) -> None:
        """Let the threads go."""
        self._executor.shutdown(wait=False)

    async def _answer(self, name: str, arguments: Mapping[str, Any], client: str) -> dict[str, Any]:
        begin = partial(_begin, self._current, name, arguments)
        release, tool, window, found = await self._in_thread(client, begin)
        if isinstance(found, Question):
            answer = await self._evaluated(found, release, client)
            body = await _body(answer, window)
            found = await self._in_thread(client, partial(_rows, answer, body, window, found.text))
        finish = partial(_document, tool, found, window, release.manifest)
        return await self._in_thread(client, finish)

    async def _evaluated(self, question: Question, release: Release, client: str) -> Streamed:
        """Return what a query answers, as `/sparql` would have it."""
        try:
            judged = self._pool.judge(question, release.engine)
            return await self._pool.ask(judged, release.folder, client, None)
        except UnreadableQueryError as error:
            said = partial(explain, problem_of(error).detail, question.text, prefixes())
            fault = await self._in_thread(client, said)
            raise RefusedCallError(f"The query cannot be read. {fault}") from None

    async def _in_thread(self, client: str, work: Callable[[], T]) -> T:
        """Return what comes of some work; the processor time that it takes is charged."""
        spent: list[float] = []

        def timed() -> T:
            began = thread_time()
            try:
                return work()
            finally:
                spent.append(thread_time() - began)

        try:
            return await self._threads.run(client, partial(copy_context().run, timed))
        finally:
            self._pool.charge(client, sum(spent))


def _begin(
    current: CurrentRelease, name: str, arguments: Mapping[str, Any]
) -> tuple[Release, AssistantTool, Window, Question | Rows]:
    """Return the release in service, and what a tool reads of it, or would have evaluated."""
    release = current.get()
    tools = _tools(release.engine)
    if (tool := tools.get(name)) is None:
        near = get_close_matches(name[:_NAME], tools, 1)
        hint = f" Is it “{near[0]}”?" if near else ""
        raise RefusedCallError(f"There is no tool “{name[:_NAME]}”.{hint}")
    said, window = tool.accept(arguments)
    if "lang" in tool.properties:
        speak(said.get("lang", "fr"))
    return release, tool, window, tool.read(release, said, window)


async def _body(answer: Streamed, window: Window) -> bytes:
    """Return an evaluated answer; of triples, the lines of a window and those before."""
    if isinstance(answer.body, bytes):
        return answer.body
    parts: list[bytes] = []
    size = lines = 0
    try:
        async for piece in answer.body:
            parts.append(piece)
            size += len(piece)
            lines += piece.count(b"\n")
            if answer.form == "graph" and lines >= window.start + window.limit:
                break
            if size > _MOST_BYTES:
                raise RefusedCallError(_TOO_LONG)
    finally:
        answer.body.close()
    return b"".join(parts)


def _rows(answer: Streamed, body: bytes, window: Window, query: str) -> Rows:
    """Return the rows of an evaluated answer; where there are none, the terms that may be why."""
    rows = _triples(body, window) if answer.form == "graph" else json.loads(body)["rows"]
    total = answer.total or 0
    return Rows(rows, total, () if total else tuple(unknown_terms(query)))


def _document(
    tool: AssistantTool, found: Rows, window: Window, manifest: Manifest
) -> dict[str, Any]:
    if not found.total and tool.when_empty:
        found = replace(found, notes=(*found.notes, tool.when_empty))
    return document(found, window, manifest)


def _triples(body: bytes, window: Window) -> list[dict[str, Any]]:
    """Return the triples of a window, as rows."""
    lines = body.splitlines(keepends=True)[window.start : window.start + window.limit]
    triples = ox.parse(b"".join(lines), ox.RdfFormat.N_TRIPLES)
    return [dict(zip(LINES, map(_said, each.triple), strict=True)) for each in triples]


def _said(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


def _sentence(failure: EngineError | NoReleaseError | ProblemError) -> str:
    problem = failure if isinstance(failure, ProblemError) else problem_of(failure)
    retry = f" Try again in {ceil(problem.retry)} s." if problem.retry else ""
    return f"{problem.title}. {problem.detail}{retry}"


def _refusal(sentence: str) -> CallAnswer:
    """Return a refusal in a sentence that is never too long, and can be written."""
    said = sentence.encode("utf-8", "replace").decode()
    return CallAnswer(refusal=said if len(said) <= _LONGEST else f"{said[:_LONGEST]}…")
