from pathlib import Path

import pytest

from server.engine.remote.address import RemoteAddress
from server.settings import Settings, SettingsError


def test_an_empty_environment_gives_the_defaults() -> None:
    assert Settings.from_environment({}) == Settings()


def test_an_empty_variable_counts_for_nothing() -> None:
    assert Settings.from_environment({"METIERS_PORT": "", "METIERS_HOME": ""}) == Settings()


def test_every_variable_is_read() -> None:
    found = Settings.from_environment(
        {
            "METIERS_HOME": "/srv/metiers",
            "METIERS_HOST": "::1",
            "METIERS_PORT": "8080",
            "METIERS_MAX_BODY": "1000",
            "METIERS_RECHECK": "0.5",
            "METIERS_HOSTS": "Metiers.example www.metiers.example:81",
            "METIERS_RESOLVES": "1",
        }
    )
    assert found == Settings(
        home=Path("/srv/metiers"),
        host="::1",
        port=8080,
        hosts=("metiers.example", "www.metiers.example:81"),
        resolves=True,
        max_body=1000,
        recheck=0.5,
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("METIERS_PORT", "http"),
        ("METIERS_PORT", "65536"),
        ("METIERS_PORT", "-1"),
        ("METIERS_MAX_BODY", "nan"),
        ("METIERS_RECHECK", "1e9"),
        ("METIERS_SECONDS", "0"),
        ("METIERS_WORKERS", "0"),
        ("METIERS_ROWS", "0"),
        ("METIERS_MEMORY", "10"),
        ("METIERS_HOSTS", "http://x/"),
        ("METIERS_HOSTS", "x.example /y"),
    ],
)
def test_a_value_out_of_range_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        Settings.from_environment({name: value})


def test_an_engine_may_be_elsewhere() -> None:
    environ = {"METIERS_ENGINE": "https://example.org/sparql", "METIERS_ENGINE_TOKEN": "jeton"}
    found = Settings.from_environment(environ)
    assert found.remote == RemoteAddress("https://example.org/sparql", token="jeton")
    assert "jeton" not in repr(found)


@pytest.mark.parametrize(
    "more",
    [
        {"METIERS_ENGINE": "ailleurs"},
        {"METIERS_ENGINE": "https://u:p@example.org/"},
        {"METIERS_SERVICES": "https://example.org/sparql"},
    ],
)
def test_an_engine_that_cannot_be_is_refused(more: dict[str, str]) -> None:
    with pytest.raises(SettingsError):
        Settings.from_environment({"METIERS_ENGINE": "https://example.org/sparql"} | more)
