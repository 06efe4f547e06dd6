"""Data endpoints: what is asked of the worker pool, answered on the event loop.

They are ``/sparql`` and its suffixes, ``/sparql/tableur.csv``, ``/store``, the graphs that have an
address, and the queries of the library, ``/api/v1/…``. What a client would rather read as a page is
left to the application, with its reason.
"""

import asyncio
import re
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from functools import partial
from time import thread_time
from typing import TypeVar

from werkzeug.http import parse_cookie, parse_options_header

from ontology import prefixes
from server.api.rest import API, read_api
from server.engine import (
    BudgetError,
    BusyError,
    EngineError,
    NotAcceptableError,
    UnreadableQueryError,
)
from server.engine.formats import NAMES, SHEET, content_type
from server.engine.interface import Streamed
from server.gateway.reply import Headers, Reply
from server.gateway.request import Gone, Request
from server.gateway.wsgi import Call
from server.http.language import gettext, preferred_language, speak
from server.http.problems import ProblemError, prefers_page
from server.http.security_headers import OF_DATA, OPERATOR
from server.linked_data.graph_documents import read_graph, read_vocabulary
from server.mcp.streamable_http import ADDRESS, AssistantEndpoint
from server.releases.current import CurrentRelease, NoReleaseError
from server.releases.release import Release
from server.settings import Settings
from server.sparql.data_question import DataQuestion
from server.sparql.diagnosis import explain
from server.sparql.error_status import problem_of
from server.sparql.graph_store import read_store
from server.sparql.operation import Operation, read_operation
from server.sparql.query_pool import QueryPool, lasts
from server.sparql.result_format import by_accept, by_name, question_of, served
from server.sparql.unknown_terms import is_empty, unknown_terms

__all__ = ["DataEndpoints"]

_LONGEST = 16_384
"""Bytes of a request that is read on the spot; more would keep the other requests waiting."""
_PAUSE = 0.5
"""Seconds before a client is told that it asks too much: it may do nothing but ask again."""
_MOST = 64
"""Media ranges that are read on the spot."""
_READING = frozenset({"GET", "HEAD"})
_ASKING = _READING | {"POST"}
_UNQUOTABLE = re.compile(r"[^ !#-\[\]-~]")
"""What a quoted string of a header does not hold as it is; a peer may have chosen the words."""
_MAX_ROWS = b"x-sparql-maxrows"
"""The most rows, or triples, that an answer may have; no standard has a name for it."""

T = TypeVar("T")
Reader = Callable[[Request, Release, Call], DataQuestion | None]
"""Reads the question of a request; None where a page is to answer: it finds the rest in `Call`."""


class DataEndpoints:
    """Reads requests for data and answers them; needs a running event loop to answer."""

    def __init__(self, pool: QueryPool, current: CurrentRelease, settings: Settings) -> None:
        self._pool = pool
        self._current = current
        self._assistants = AssistantEndpoint(pool, current, settings)
        self._root = settings.canonical_root
        self._ask = _encoded(OF_DATA)
        self._rows = [*self._ask, (_MAX_ROWS, str(settings.limits.rows).encode())]

    async def answer(self, request: Request, call: Call) -> Reply | None:
        """Return the answer; None where a page of the application is to give it."""
        reader, methods = self._reader(request.scope["path"])
        speak(_language(request))
        try:
            if request.scope["path"] == ADDRESS and request.method == "POST":
                return await self._assistants.answer(request, call)
            if reader is None or request.method not in methods:
                if not request.scope["path"].startswith(OPERATOR):
                    self._pool.check_budget(request.client)
                return None
            held = self._current.held
            release = held if held is not None else await asyncio.to_thread(self._current.get)
            read = partial(_timed, reader, request, release, call)
            data, seconds = read() if _is_brief(request) else await asyncio.to_thread(read)
            self._pool.charge(request.client, seconds)
            if isinstance(data, Exception):
                raise data
            return await self._evaluated(request, data, release, call) if data else None
        except (BudgetError, BusyError) as failure:
            await asyncio.sleep(_PAUSE)
            return _refused(request, failure, call)
        except (EngineError, NoReleaseError, ProblemError) as failure:
            return _refused(request, failure, call)

    def _reader(self, path: str) -> tuple[Reader | None, AbstractSet[str]]:
        """Return who reads a request by its path, None where it is for no data; and the methods."""
        if path.endswith("/") and not path.endswith("//"):  # it leads to the address without
            return None, _READING
        head, dot, suffix = path.partition(".")
        if head == "/sparql" and (suffix in NAMES or suffix == "html" or not dot):
            return _read_query, _ASKING
        if path == "/sparql/tableur.csv":
            return _read_sheet, _ASKING
        if path == "/store":
            return read_store, _READING
        if path.startswith(API):
            return read_api, _READING
        if path.startswith("/graph/"):
            return partial(read_graph, self._root), _READING
        return (partial(read_vocabulary, self._root) if head == "/ontology" else None), _READING

    async def _evaluated(
        self, request: Request, data: DataQuestion, release: Release, call: Call
    ) -> Reply:
        question = self._pool.judge(data.question, release.engine)
        asking = self._pool.ask(question, release.folder, request.client, data.seconds)
        call.wait_on(asking.cancel)
        try:
            answer = await asking
        except asyncio.CancelledError:
            raise Gone from None
        except UnreadableQueryError as error:
            problem = problem_of(error)  # the thread has no error, whose traceback has this frame
            raise await self._explanation(problem, question.text, request.client) from None
        except NotAcceptableError:
            if data.question.solutions == SHEET:
                detail = gettext("Un tableur prend des lignes : SELECT ou ASK.")
                raise ProblemError(406, detail) from None
            raise
        finally:
            call.stop_waiting()
            del asking  # it has the error, whose traceback has this frame, and the release
        digest = release.manifest.digest if lasts(question) else ""
        headers = self._headers(data, answer)
        if data.told is not None and answer.total is not None:
            headers += data.told(answer.total)
        headers += [_warning(problem_of(each).detail) for each in answer.warnings]
        if isinstance(answer.body, bytes):
            if is_empty(answer.body, answer.media_type):
                headers += map(_warning, unknown_terms(question.text))
            return Reply(200, headers, answer.body, digest)
        return Reply(200, headers, None, digest, answer.body)

    async def _explanation(self, problem: ProblemError, query: str, client: str) -> Exception:
        """Return a problem with what is wrong, and where; its engine's words are the parser's."""
        fault, seconds = await asyncio.to_thread(_timed, explain, problem.detail, query, prefixes())
        self._pool.charge(client, seconds)
        if isinstance(fault, Exception):
            return fault
        place = fault.line, fault.column
        return ProblemError(problem.status, str(fault), problem.title, problem.detail, place)

    def _headers(self, data: DataQuestion, answer: Streamed) -> Headers:
        media = data.graph_type if answer.form == "graph" else answer.media_type
        own = [(b"content-type", content_type(media or answer.media_type).encode()), *data.headers]
        return own + (self._ask if answer.form == "ask" else self._rows)

    def charge(self, client: str, seconds: float) -> None:
        """Count the processor time that a page has taken for a client."""
        self._pool.charge(client, seconds)

    def start(self) -> None:
        """Make the pool, on the running event loop."""
        self._pool.start()

    def close(self) -> None:
        """End the pool, and what assistants have begun."""
        self._assistants.close()
        self._pool.close()


def _timed(work: Callable[..., T], *values: object) -> tuple[T | Exception, float]:
    """Return what comes of some work, and the processor time that it took."""
    began = thread_time()
    try:
        return work(*values), thread_time() - began
    except (EngineError, ProblemError) as failure:
        return failure, thread_time() - began


def _read_query(request: Request, _: Release, call: Call) -> DataQuestion | None:
    """Read a query in the format that the suffix or ``format=`` names, else as Accept prefers."""
    operation = _operation(request)
    suffix = request.scope["path"].partition(".")[2]
    names = (suffix,) if suffix else operation.formats
    accept = request.header(b"accept").decode("latin-1")
    wanted = by_name(names) if names else by_accept([accept] if accept else [])
    if wanted.page or operation.query is None:
        call.found = operation, wanted
        return None
    question = question_of(operation, *served(wanted))
    return DataQuestion(question, [], operation.timeout, wanted.triples)


def _read_sheet(request: Request, _: Release, call: Call) -> DataQuestion | None:
    """Read a SELECT or an ASK whose answer is a file for spreadsheets."""
    operation = _operation(request)
    if not operation.query:
        raise ProblemError(400, gettext("Le paramètre « query » manque."))
    file = (b"content-disposition", b'attachment; filename="resultats.csv"')
    return DataQuestion(question_of(operation, SHEET, None), [file], operation.timeout)


def _operation(request: Request) -> Operation:
    if request.method != "POST":
        return read_operation(None, "", request.scope["query_string"], request.body)
    media, options = parse_options_header(request.header(b"content-type").decode("latin-1"))
    charset = options.get("charset", "")
    return read_operation(media.lower(), charset, request.scope["query_string"], request.body)


def _is_brief(request: Request) -> bool:
    size = len(request.body) + len(request.scope["query_string"])
    return size <= _LONGEST and request.header(b"accept").count(b",") < _MOST


def _language(request: Request) -> str:
    """Return the language of what is refused: an answer has none."""
    query, cookie = request.scope["query_string"], request.header(b"cookie")
    if b"lang" not in query and b"lang" not in cookie:
        return "fr"
    said = next((part[5:] for part in query.split(b"&") if part.startswith(b"lang=")), b"")
    kept = parse_cookie(cookie.decode("latin-1")).get("lang", "")
    return preferred_language(said.decode("latin-1"), kept)


def _refused(request: Request, failure: Exception, call: Call) -> Reply | None:
    """Return a refusal as JSON; a client that would rather have a page is left to one."""
    if isinstance(failure, EngineError | NoReleaseError):
        failure = problem_of(failure)
    assert isinstance(failure, ProblemError)
    if prefers_page([request.header(b"accept").decode("latin-1")]):
        call.failure = failure.with_traceback(None)  # which holds this frame, and the release
        return None
    own = {"content-type": "application/problem+json", **failure.headers()}
    headers = _encoded({**own, **OF_DATA})
    return Reply(failure.status, headers, failure.document().encode())


def _warning(sentence: str) -> tuple[bytes, bytes]:
    """Return a header that says something beside an answer (RFC 7234, §5.5)."""
    quotable = _UNQUOTABLE.sub("?", " ".join(sentence.split()))
    return b"warning", b'299 - "%s"' % quotable.encode()


def _encoded(headers: Mapping[str, str]) -> Headers:
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]
