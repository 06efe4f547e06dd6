from collections.abc import Iterator

import pytest

from tests.loader.fetch.publisher import Publisher, publishing


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with publishing() as running:
        yield running
