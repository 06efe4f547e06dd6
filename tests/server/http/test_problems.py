from pathlib import Path

import pytest
from flask import Flask

from server.app import create_app
from server.settings import Settings


@pytest.fixture
def broken(home: Path) -> Flask:
    app = create_app(Settings(home=home))

    def fail() -> str:
        raise ZeroDivisionError

    app.add_url_rule("/fail", "fail", fail)
    return app


@pytest.mark.parametrize("accept", ["text/html", "*/*"])
def test_an_unexpected_error_is_a_500_that_gives_nothing_away(broken: Flask, accept: str) -> None:
    response = broken.test_client().get("/fail", headers={"Accept": accept})
    assert response.status_code == 500
    assert "Erreur du serveur" in response.text
    assert "ZeroDivision" not in response.text
