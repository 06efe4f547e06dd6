"""`current` moves ten times a second for half a minute: what is let go leaves nothing behind."""

import time
from pathlib import Path

import pytest

from tests.server.release_fixture import point
from tests.server.releases.switches import asked, clients, marked_release, switch, wait_well
from tests.soak.served import SETTLED, served

pytestmark = pytest.mark.soak

DIGESTS = ["b" * 64, "a" * 64]


def test_hundreds_of_switches(tmp_path: Path) -> None:
    for digest in DIGESTS:
        marked_release(tmp_path, digest)
    with served(tmp_path, budget="0", recheck="0.1") as server:
        with clients(server.address, 4, DIGESTS):
            time.sleep(3)
        time.sleep(SETTLED)
        before = server.held()
        with clients(server.address, 4, DIGESTS) as fared:
            switch(tmp_path, 300, DIGESTS, 0.08)
            point(tmp_path, DIGESTS[0])
            wait_well(lambda: DIGESTS[0] in str(asked(server.address)[1]))
        after = server.held_at_rest(before, 40)
    assert fared.keys() <= {"200", "503", "page 200", "page 503"}
    assert fared["200"] > 300
    assert after.processes <= before.processes
    assert sum(after.files) <= sum(before.files) + 20
    assert after.memory < before.memory * 1.3 + 20
