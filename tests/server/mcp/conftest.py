import asyncio
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from server.engine.pool.limits import QueryLimits
from server.mcp.calls import CallAnswer, ToolCalls
from server.mcp.tools import AssistantTool
from server.releases.current import CurrentRelease
from server.settings import Settings
from server.sparql.query_pool import QueryPool

CLIENT = "192.0.2.1"


class Assistant:
    """One that calls tools, on a loop and a pool of its own."""

    def __init__(self, settings: Settings) -> None:
        self.runner = asyncio.Runner()
        self.pool = QueryPool(settings)
        self.calls = ToolCalls(self.pool, CurrentRelease(settings.home))
        self.runner.run(self._start())

    async def _start(self) -> None:
        self.pool.start()

    def call(self, name: str, /, **arguments: object) -> CallAnswer:
        return self.send(name, arguments)

    def send(self, name: str, arguments: Mapping[str, Any]) -> CallAnswer:
        return self.runner.run(self.calls.call(name, arguments, CLIENT))

    def document(self, name: str, /, **arguments: object) -> Mapping[str, Any]:
        answer = self.call(name, **arguments)
        assert answer.document is not None, answer.refusal
        return answer.document

    def tools(self) -> Mapping[str, AssistantTool]:
        return self.runner.run(self.calls.tools(CLIENT))

    def close(self) -> None:
        self.calls.close()
        self.pool.close()
        self.runner.close()


@pytest.fixture(scope="session")
def assistant(home: Path) -> Iterator[Assistant]:
    limits = QueryLimits(seconds=3, budget=0)
    found = Assistant(Settings(home=home, limits=limits))
    yield found
    found.close()


@pytest.fixture
def assistant_of_library(home: Path) -> Iterator[Assistant]:
    """One whose tools are listed anew."""
    found = Assistant(Settings(home=home))
    yield found
    found.close()
