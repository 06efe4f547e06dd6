"""Report: a line for each trial, with what others noticed and what the server held."""

from collections.abc import Iterable
from operator import attrgetter

from tests.chaos.trials import Outcome, Trial

__all__ = ["TITLES", "columns", "table"]

TITLES = ["trial", "look-up s", "page s", "failed", "whole s", "PSS MB", "threads", "files", "saw"]


def columns(trial: Trial, outcome: Outcome) -> list[str]:
    """Return the columns of a trial: what is held stands as before, during and after."""
    held = outcome.before, outcome.during, outcome.after

    def each(of: "attrgetter[float]") -> str:
        return "/".join(f"{of(one):.0f}" for one in held)

    seen, scene = outcome.seen, outcome.scene
    return [
        trial.name,
        f"{seen.look_up:.2f}",
        f"{seen.page:.2f}",
        f"{seen.failures.total()} of {seen.asked}",
        f"{scene.recovery:.1f}" if scene.recovery else "",
        each(attrgetter("memory")),
        each(attrgetter("threads")),
        "/".join(str(sum(one.files)) for one in held),
        ", ".join(f"{what} {count}" for what, count in scene.outcomes.most_common(4)),
    ]


def table(rows: Iterable[list[str]]) -> str:
    """Return rows under their titles, each column as wide as it must be."""
    lines = [TITLES, *rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )
