"""The official client, over both transports: a real server, and a process of its own."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal

import pytest
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp_types import CallToolResult, Tool

from server.api.library import library
from server.mcp.answers import MOST_CHARACTERS, MOST_ROWS
from tests.readmes import READMES, section
from tests.server.mcp.test_arguments import BAD

METIERS = str(Path(sys.executable).with_name("metiers"))
ERAS: tuple[Literal["auto", "legacy"], ...] = ("auto", "legacy")
VALUES = {"q": "gestion", "thing": "MET.797", "query": "SELECT * { ?s ?p ?o }"}


@asynccontextmanager
async def over_http(address: str, era: Literal["auto", "legacy"]) -> AsyncIterator[Client]:
    async with Client(f"{address}/mcp", mode=era) as client:
        yield client


@asynccontextmanager
async def over_streams(home: Path, era: Literal["auto", "legacy"]) -> AsyncIterator[Client]:
    environment = {"METIERS_HOME": str(home), "METIERS_BUDGET": "0"}
    process = StdioServerParameters(command=METIERS, args=["mcp"], env=environment)
    async with Client(stdio_client(process), mode=era) as client:
        yield client


def example_of(tool: Tool) -> dict[str, Any]:
    """Return what a tool may be called with: what its schema gives for example."""
    found: dict[str, Any] = {}
    for name in tool.input_schema["required"]:
        schema = tool.input_schema["properties"][name]
        said = VALUES.get(name) or schema["description"].partition("for example ")[2][:-1]
        if schema["type"] == "array":
            found[name] = said.split()
        else:
            found[name] = int(said) if schema["type"] == "integer" else said
    return found


async def call_all(client: Client) -> None:
    """List the tools, call each, and each of the bad calls that can be written."""
    tools = (await client.list_tools()).tools
    assert [tool.name for tool in tools] == [
        "search", "describe", "neighbours", "schema", *library(), "sparql"
    ]  # fmt: skip
    for tool in tools:
        check(await client.call_tool(tool.name, example_of(tool)))
    for name, arguments, words in BAD:
        if is_written(name, arguments):
            result = await client.call_tool(name, arguments)
            assert bool(result.is_error) == bool(words)
            assert words in result.model_dump_json() or '"' in words


def check(result: CallToolResult) -> None:
    assert not result.is_error, result
    assert len(result.model_dump_json(by_alias=True)) <= MOST_CHARACTERS
    assert result.structured_content is not None
    assert len(result.structured_content["rows"]) <= MOST_ROWS
    assert result.structured_content["source"]["release"]


def is_written(name: str, arguments: dict[str, Any]) -> bool:
    """Tell whether the client can write a call: it has no such characters, numbers and depths."""
    try:
        text = json.dumps([name, arguments], allow_nan=False, ensure_ascii=False)
        return bool(text.encode()) and "[" * 200 not in text
    except (RecursionError, ValueError):
        return False


@pytest.mark.parametrize("era", ERAS)
def test_every_tool_answers_over_http(address: str, era: Literal["auto", "legacy"]) -> None:
    async def run() -> None:
        async with over_http(address, era) as client:
            await call_all(client)

    asyncio.run(run())


@pytest.mark.parametrize("era", ERAS)
def test_every_tool_answers_over_streams(home: Path, era: Literal["auto", "legacy"]) -> None:
    async def run() -> None:
        async with over_streams(home, era) as client:
            await call_all(client)

    asyncio.run(run())


def test_streams_have_the_protocol_alone(home: Path) -> None:
    lines = b'{"jsonrpc":"2.0","id":1,"method":"ping"}\nnonsense\n\xff\xfe\n[]\n'
    lines += b'{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"\\ud800"}}\n'
    lines += b'{"jsonrpc":"2.0","id":3,"method":"ping"}\n'
    done = subprocess.run(
        [METIERS, "mcp"], input=lines, capture_output=True, timeout=60, check=True,
        env={**os.environ, "METIERS_HOME": str(home), "METIERS_LOG": "info"},
    )  # fmt: skip
    answers = done.stdout.decode().splitlines()
    assert [answer for answer in answers if not answer.startswith('{"jsonrpc":"2.0"')] == []
    assert '"id":1' in answers[0]
    assert '"id":3' in answers[-1]
    assert b"Traceback" not in done.stderr


def test_streams_need_a_release(tmp_path: Path) -> None:
    done = subprocess.run(
        [METIERS, "mcp"], capture_output=True, timeout=60, check=False,
        env={**os.environ, "METIERS_HOME": str(tmp_path)},
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.startswith(b"Erreur : ")


def test_an_interruption_ends_it_at_once(home: Path) -> None:
    with subprocess.Popen(
        [METIERS, "mcp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env={**os.environ, "METIERS_HOME": str(home)},
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b'{"jsonrpc":"2.0","id":1,"method":"ping"}\n')
        process.stdin.flush()
        assert process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(5) == -signal.SIGINT


def test_the_readme_says_how_an_assistant_is_set_up() -> None:
    told = section(READMES["server"], "Brancher un assistant")
    over_http, over_streams = json.loads(told.split("```json")[1].split("```")[0])[
        "mcpServers"
    ].values()
    assert over_http == {"type": "http", "url": "http://127.0.0.1:8000/mcp"}
    assert over_streams["command"].endswith("/.venv/bin/metiers")
    assert over_streams["args"] == ["mcp"]
    assert [*over_streams["env"]] == ["METIERS_HOME"]
