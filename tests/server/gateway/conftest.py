import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="package")
def address(home: Path) -> Iterator[str]:
    """Start `metiers serve` on a free port; give its address, end it by its own pid."""
    environment = {**os.environ, "METIERS_HOME": str(home)} | {
        "METIERS_SECONDS": "2",
        "METIERS_WAIT": "4",
        "METIERS_BUDGET": "0",
    }
    metiers = Path(sys.executable).with_name("metiers")
    process = subprocess.Popen(
        [metiers, "serve", "--port", "0"], env=environment, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    with process.stdout as output:
        found = re.search(r"http://\S+:\d+", output.readline())
        assert found
        yield found[0]
        process.terminate()
        process.wait(timeout=20)
