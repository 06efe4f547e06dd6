"""An answer that is evaluated and serialised while it is sent.

Results belong to the thread that asked for them, so each answer has a thread of its own, where all
of this happens. What leaves it must not carry the results: no traceback, no cause.
"""

from collections.abc import Callable, Mapping
from threading import Thread

from server.engine.errors import EngineError, EvaluationError, worded
from server.engine.evaluation import FAILURES, Results, explained, head_of, serialize
from server.engine.interface import Answer, Form
from server.engine.pipe import Pipe

__all__ = ["stream"]


def stream(
    evaluate: Callable[[], Results],
    solutions: str | None,
    triples: str | None,
    prefixes: Mapping[str, str],
) -> Answer:
    """Return the answer once its beginning is good; raise EngineError where it is not."""
    pipe = Pipe()
    head: list[tuple[Form, str]] = []

    def work() -> None:
        error: EngineError | None = EvaluationError(worded("L'évaluation s'est interrompue."))
        try:
            results = evaluate()
            head.append(head_of(results, solutions, triples))
            serialize(results, head[0][1], pipe, prefixes)
            error = None
        except BrokenPipeError:
            error = None
        except FAILURES as failure:
            error = explained(failure)
        finally:
            pipe.end(error)

    Thread(target=work, name="requête", daemon=True).start()
    pipe.hold()
    return Answer(*head[0], frames=pipe)
