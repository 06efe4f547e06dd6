import pytest

from server.codes.schemes import candidates, clean_code, rome_code_within, schemes_named

EVERY = schemes_named("")


@pytest.mark.parametrize(
    ("written", "schemes"),
    [
        ("M1605", {"rome-v3", "rome-v4"}),
        (" m1605\N{NO-BREAK SPACE}", {"rome-v3", "rome-v4"}),
        ("M16", {"rome-v3", "rome-v4"}),
        ("M", {"rome-v3", "rome-v4", "fap-2009", "nsf"}),
        ("L0Z60", {"fap-2009"}),
        ("10212", {"ogr", "rncp"}),
        ("10212.0", {"ogr", "rncp"}),
        ("OGR 10212", {"ogr"}),
        ("4120", {"ogr", "rncp", "isco-08"}),
        ("C4120", {"rome-v3", "rome-v4", "isco-08"}),
        ("http://data.europa.eu/esco/isco/C4120", {"isco-08"}),
        ("http://data.europa.eu/esco/occupation/aaaaaaaa-0000-4000-8000-000000000001", {"esco"}),
        ("2166.1.3", {"esco"}),
        ("RNCP38228", {"rncp"}),
        ("rs 6117", {"rncp"}),
        ("326", {"ogr", "rncp", "isco-08", "nsf"}),
        ("MET.797", {"met"}),
        ("met 797", {"met"}),
        ("FOR.270", {"for"}),
        ("K1401Conception", set()),
        ("Z1605", set()),
        ("", set()),
        ("?", set()),
    ],
)
def test_a_cell_may_be_a_code_of_some_schemes(written: str, schemes: set[str]) -> None:
    assert {scheme for scheme, _ in candidates(clean_code(written), EVERY)} == schemes


@pytest.mark.parametrize(
    ("scheme", "written", "key"),
    [
        ("met", "797", "MET.797"),
        ("met", "MET797", "MET.797"),
        ("for", "270", "FOR.270"),
        ("rncp", "RNCP 038228", "38228"),
        ("rncp", "RS6117", "RS6117"),
        ("isco-08", "C4120", "4120"),
    ],
)
def test_a_code_has_one_key_however_it_is_written(scheme: str, written: str, key: str) -> None:
    assert candidates(clean_code(written), schemes_named(scheme)) == [(scheme, key)]


def test_those_who_do_not_know_which_rome_ask_for_both() -> None:
    assert list(schemes_named("rome")) == ["rome-v3", "rome-v4"]
    with pytest.raises(KeyError):
        schemes_named("rome-v5")


def test_a_malformed_cell_may_begin_with_a_code() -> None:
    assert rome_code_within("K1401CONCEPTION") == "K1401"
    assert rome_code_within("CONCEPTION") == ""
