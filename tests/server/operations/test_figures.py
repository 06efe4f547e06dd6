"""Figures of several processes in memory that they share."""

import os

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest

from server.operations.figures import FigureBoard, Figures

COUNTED = Counter("metiers_essai", "An essay.", ("how",))
HELD = Gauge("metiers_essai_tenus", "What is held.")


def text(figures: Figures) -> str:
    registry = CollectorRegistry()
    registry.register(figures)
    return generate_latest(registry).decode()


def in_another_process(board: FigureBoard, slot: int, count: int) -> None:
    pid = os.fork()
    if pid == 0:
        try:
            figures = Figures(board, slot)
            COUNTED.labels("bien").inc(count)
            HELD.set(count)
            figures.write()
        finally:
            os._exit(0)
    os.waitpid(pid, 0)


def test_processes_add_up_and_a_new_one_goes_on_from_the_one_before() -> None:
    board = FigureBoard(3)
    COUNTED.labels("bien").inc(1)
    HELD.set(1)
    own = Figures(board, 0)
    before = COUNTED.labels("bien")._value.get()
    in_another_process(board, 1, 10)
    assert f'metiers_essai_total{{how="bien"}} {before + before + 10}' in text(own)
    assert "metiers_essai_tenus 11.0" in text(own)
    in_another_process(
        board, 1, 100
    )  # the first has ended: what it counted stands, not what it had
    assert f'metiers_essai_total{{how="bien"}} {before * 3 + 110}' in text(own)
    assert "metiers_essai_tenus 101.0" in text(own)


def test_what_cannot_be_read_counts_for_nothing() -> None:
    board = FigureBoard(2)
    board.write(1, {("metiers_essai", "metiers_essai_total", (("how", "mal"),)): 7.0})
    assert 'how="mal"} 7.0' in text(Figures(board))
    board._memory[len(board._memory) // 2 + 12] ^= 1
    assert 'how="mal"' not in text(Figures(board))


def test_what_is_too_long_leaves_what_was_there() -> None:
    board = FigureBoard(1)
    board.write(0, {("a", "a", ()): 1.0})
    board.write(0, {("a", "a", (("x", "y" * 300_000),)): 1.0})
    assert board.read(0) == {("a", "a", ()): 1.0}
