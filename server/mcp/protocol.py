"""The Model Context Protocol: the official library's server, over the tools of the house.

Over HTTP it answers requests by themselves; on standard input and output, the assistant that has
started the process, from the release of a home and without any other server.

It is imported by the first request of an assistant: it weighs as much as all the rest together.
"""

import asyncio
import signal
from collections.abc import Callable
from importlib.metadata import version
from typing import Any, Final

from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.shared.exceptions import MCPError
from mcp_types import (
    INTERNAL_ERROR,
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    Tool,
    ToolAnnotations,
)

from server.mcp.answers import written
from server.mcp.arguments import RefusedCallError
from server.mcp.calls import CallAnswer, ToolCalls
from server.mcp.tools import AssistantTool
from server.releases.current import CurrentRelease
from server.settings import Settings
from server.sparql.query_pool import QueryPool

__all__ = ["http_manager", "protocol_server", "result_of", "serve_streams"]

_INSTRUCTIONS: Final = (
    "Métiers en graphe: the occupation sheets of Onisep (France), the training programmes, "
    "diplomas, ROME codes (V3 and V4) and ESCO occupations that they are linked to, as a graph. "
    "Begin with “search”, which gives the IRIs and the codes that the other tools take; prefer a "
    "tool made for the question to “sparql”. Labels are French. Cite the IRIs, the edition and "
    "the licence that each answer names, and ask for the next page where one is announced."
)
_HINTS: Final = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)

Context = ServerRequestContext[Any, Any]


def protocol_server(calls: ToolCalls, client_of: Callable[[Context], str]) -> Server[Any]:
    """Return a server of the protocol; `client_of` tells who a request is charged to."""

    async def list_tools(ctx: Context, _: PaginatedRequestParams | None) -> ListToolsResult:
        try:
            tools = await calls.tools(client_of(ctx))
        except RefusedCallError as refusal:
            raise MCPError(INTERNAL_ERROR, str(refusal)) from None
        return ListToolsResult(tools=[_described(each) for each in tools.values()])

    async def call_tool(ctx: Context, params: CallToolRequestParams) -> CallToolResult:
        arguments = params.arguments or {}
        return result_of(await calls.call(params.name, arguments, client_of(ctx)))

    return Server(
        "metiers-graphe",
        version=version("metiers-graphe"),
        title="Métiers en graphe",
        instructions=_INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        get_tool_input_schema=lambda _: None,  # no header repeats an argument, nor lists all
    )


def http_manager(
    pool: QueryPool, current: CurrentRelease, max_body: int
) -> StreamableHTTPSessionManager:
    """Return what answers requests by themselves, in JSON; bodies have so many bytes at most."""
    server = protocol_server(ToolCalls(pool, current), _client_of)
    return StreamableHTTPSessionManager(
        server, json_response=True, stateless=True, max_request_body_size=max_body
    )


def _client_of(ctx: Context) -> str:
    assert ctx.request is not None
    return str(ctx.request.state.client)


def _described(tool: AssistantTool) -> Tool:
    return Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=tool.input_schema,
        output_schema=tool.output_schema,
        annotations=_HINTS,
    )


def result_of(answer: CallAnswer) -> CallToolResult:
    """Return the result of a call: its document, as an object and as the text of it."""
    if answer.document is None:
        return CallToolResult(content=[TextContent(text=answer.refusal)], is_error=True)
    text = TextContent(text=written(answer.document))
    return CallToolResult(content=[text], structured_content=dict(answer.document))


def serve_streams(settings: Settings) -> None:
    """Answer the assistant that has started this process until it closes its end.

    Nothing but the protocol is written on standard output; logs go to standard error.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # else a thread that reads keeps the process
    asyncio.run(_serve(settings))


async def _serve(settings: Settings) -> None:
    pool = QueryPool(settings)
    calls = ToolCalls(pool, CurrentRelease(settings.home, settings.recheck))
    server = protocol_server(calls, lambda _: "")
    try:
        async with stdio_server() as (read, write):
            pool.start()  # the streams are ours alone by now, whoever is started
            await server.run(read, write, server.create_initialization_options())
    finally:
        calls.close()
        pool.close()
