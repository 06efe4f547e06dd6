from server.engine import EngineError
from server.sparql.error_status import problem_of


def test_every_error_of_the_engine_has_a_status() -> None:
    for kind in EngineError.__subclasses__():
        problem = problem_of(kind("raison"))
        assert 400 <= problem.status < 600
        assert problem.title
