from server.engine import EngineError
from server.sparql.error_status import status_of


def test_every_error_of_the_engine_has_a_status() -> None:
    for kind in EngineError.__subclasses__():
        status, title = status_of(kind("raison"))
        assert 400 <= status < 600
        assert title
