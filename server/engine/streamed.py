"""An answer that is evaluated and serialised while it is sent.

Results belong to the thread that asked for them, so each answer has a thread of its own, where all
of this happens. What leaves it must not carry the results: no traceback, no cause.
"""

import logging
from collections.abc import Callable, Mapping
from threading import Thread
from typing import IO, cast

import pyoxigraph as ox

from server.engine.errors import (
    EngineError,
    EvaluationError,
    NotAcceptableError,
    UnreadableQueryError,
)
from server.engine.formats import GRAPH, SOLUTIONS, XML
from server.engine.interface import Answer, Form
from server.engine.pipe import Pipe
from server.engine.wellformed import Output, WellFormed

__all__ = ["Results", "stream"]

Results = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

_log = logging.getLogger(__name__)
_UNWRITABLE = {
    "JSON-LD does not support RDF 1.2 yet": "Cette réponse contient un triplet pris pour terme, ce "
    "que JSON-LD ne sait pas dire : demandez-la en Turtle ou en N-Triples.",
    "RDF/XML reserved syntax term is not allowed as a predicate": "Cette réponse contient un "
    "prédicat que RDF/XML se réserve : demandez-la en Turtle ou en N-Triples.",
}
"""What the engine's serialisers say of a graph that has no form in a format."""


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
        error: EngineError | None = EvaluationError("L'évaluation s'est interrompue.")
        try:
            results = evaluate()
            head.append(_head(results, solutions, triples))
            _serialize(results, head[0][1], pipe, prefixes)
            error = None
        except EngineError as refusal:
            error = refusal.with_traceback(None)
        except BrokenPipeError:
            error = None
        except Exception as failure:  # of whatever kind: the reader must not wait for ever
            error = _explained(failure)
        finally:
            pipe.end(error)

    Thread(target=work, name="requête", daemon=True).start()
    pipe.hold()
    return Answer(*head[0], frames=pipe)


def _explained(failure: Exception) -> EngineError:
    """Return what a client may know of a failure: what the engine says may name files."""
    message = str(failure)
    if isinstance(failure, SyntaxError | UnicodeError):
        return UnreadableQueryError(message)
    if message in _UNWRITABLE:
        return NotAcceptableError(_UNWRITABLE[message])
    _log.error("évaluation interrompue : %s: %s", type(failure).__name__, message)
    return EvaluationError("L'évaluation a échoué ; la cause a été consignée.")


def _head(results: Results, solutions: str | None, triples: str | None) -> tuple[Form, str]:
    if isinstance(results, ox.QueryTriples):
        form: Form = "graph"
        media_type, offered = triples, GRAPH.keys()
    else:
        form = "ask" if isinstance(results, ox.QueryBoolean) else "select"
        media_type, offered = solutions, SOLUTIONS.keys()
    if media_type is None:
        raise NotAcceptableError(f"Cette requête se sert en {', '.join(offered)}.")
    return form, media_type


def _serialize(results: Results, media_type: str, pipe: Pipe, prefixes: Mapping[str, str]) -> None:
    output: Output = WellFormed(pipe) if media_type in XML else pipe
    file = cast("IO[bytes]", output)
    if isinstance(results, ox.QueryTriples):
        ox.serialize(results, file, GRAPH[media_type], prefixes=dict(prefixes))
    else:
        results.serialize(file, SOLUTIONS[media_type])
