"""A process that evaluates one stranger's query at a time, and that may be killed at any moment."""

import os
import signal
import socket
from dataclasses import replace

import pyoxigraph as ox

from server.engine.errors import EngineError
from server.engine.evaluation import FAILURES, evaluate, explained, head_of, serialize
from server.engine.interface import Question
from server.engine.pool.conditions import Conditions
from server.engine.pool.isolation import bound_memory, bound_processor
from server.engine.pool.output import PacketOutput
from server.engine.pool.wire import Kind, pack_error, pack_json, receive_question, send
from server.services.calls import redirected
from server.services.relay import Relay

__all__ = ["work"]

_BACKSTOP = 5.0
"""Seconds after the deadline at which a worker ends itself, should nobody have killed it."""


def work(store: ox.Store, control: socket.socket, conditions: Conditions) -> None:
    """Say READY, then answer what comes through the control socket until it closes."""
    limits = conditions.limits
    relay: Relay | None = None
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    bound_memory(limits.memory)
    send(control, Kind.READY, pack_json({"pid": os.getpid()}))
    while True:
        packet, files, _, _ = socket.recv_fds(control, 16, 1)
        if not packet:
            return
        with socket.socket(fileno=files[0]) as client:
            while (question := receive_question(client)) is not None:
                bound_processor(limits.seconds + _BACKSTOP)
                if question.calls:
                    relay = relay or Relay(conditions.broker)
                    question = replace(question, text=redirected(question.text, relay.address))
                answer(store, question, client, conditions)
                if packet == Kind.TASK.value:
                    break
        send(control, Kind.DONE)


def answer(
    store: ox.Store,
    question: Question,
    client: socket.socket,
    conditions: Conditions,
) -> None:
    """Send the answer to one question, or the error that stands in its place.

    What nobody foresaw ends the process, and the supervisor tells the client.
    """
    try:
        results = evaluate(store, question)
        form, media_type = head_of(results, question.solutions, question.triples)
        output = PacketOutput(client, form, media_type, conditions.limits)
        serialize(results, media_type, output, conditions.prefixes)
        output.end()
    except (BrokenPipeError, ConnectionResetError):
        return
    except FAILURES as failure:
        _refuse(client, explained(failure))


def _refuse(client: socket.socket, error: EngineError) -> None:
    try:
        send(client, Kind.ERROR, pack_error(error))
    except OSError:
        return
