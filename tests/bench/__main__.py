"""Run every measurement, print a table, and say on which machine."""

import os
import platform
from pathlib import Path

from tests.bench import building, loading, reading, scaling, serving
from tests.bench.corpus import files_to_measure


def main() -> None:
    """Measure in turn: reading, loading, growing, building, serving."""
    files = files_to_measure()
    print(f"corpus: {files.name}\nmachine: {_machine()}\n")
    for module in (reading, loading, scaling, building, serving):
        for name, value in module.measure(files):
            print(f"{name:<70} {value:>10}", flush=True)


def _machine() -> str:
    cpu = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    return f"{cpu}, {os.cpu_count()} cores, Python {platform.python_version()}"


if __name__ == "__main__":
    main()
