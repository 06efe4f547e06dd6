from pathlib import Path

import pytest

from ontology import prefixes
from server.release import Release, open_release
from server.search.finder import find_all


@pytest.fixture(scope="module")
def release(home: Path) -> Release:
    return open_release(home / "current", prefixes())


def found(release: Release, text: str) -> list[str]:
    hits = find_all(release.index, release.names, text)
    return [hit.iri.rpartition("/")[2] for hit in hits]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("comptable", ["MET.3", "MET.797"]),
        ("Menuisiere bois", ["MET.2", "H22"]),
        ("menuisier/ière bois", ["MET.2"]),
        ("SECRÉTAIRE COMPTABLE", ["MET.797"]),
        ("bois", ["H22", "MET.2"]),
        ("m16", ["MET.3", "MET.797"]),
        ("h22", ["H22", "MET.2"]),
    ],
)
def test_an_exact_name_or_code_comes_first(
    release: Release, text: str, expected: list[str]
) -> None:
    assert found(release, text)[: len(expected)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MET.797", ["MET.797"]),
        (" met.797 ", ["MET.797"]),
        ("for.270", ["FOR.270"]),
        ("MET.999", []),
    ],
)
def test_an_identifier_finds_one_thing(release: Release, text: str, expected: list[str]) -> None:
    assert found(release, text) == expected
