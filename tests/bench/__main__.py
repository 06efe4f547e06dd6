"""Run every measurement, or those that are named, print a table, and say on which machine.

``python -m tests.bench [reading|loading|scaling|building|pages|library|growth|serving]…``
"""

import os
import platform
import sys
from pathlib import Path

from tests.bench import building, growth, library, loading, pages, reading, scaling, serving
from tests.bench.corpus import files_to_measure


def main() -> None:
    """Measure in turn: reading, loading, scaling, building, pages, library, growth, serving."""
    named = sys.argv[1:]
    files = files_to_measure()
    print(f"corpus: {files.name}\nmachine: {_machine()}\n")
    for module in (reading, loading, scaling, building, pages, library, growth, serving):
        if named and module.__name__.rpartition(".")[2] not in named:
            continue
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
