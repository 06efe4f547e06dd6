"""The curves of growth: each figure by the size of the corpus, in a picture beside this file."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.ticker import ScalarFormatter

__all__ = ["PICTURE", "draw"]

PICTURE: Final = Path(__file__).with_name("growth.svg")
_COLUMNS: Final = 3


def draw(figures: Mapping[str, Mapping[int, float]]) -> None:
    """Draw one curve for each figure: sizes on a logarithmic scale, values from zero."""
    rows = -(-len(figures) // _COLUMNS)
    with mpl.rc_context({"svg.hashsalt": "growth", "font.size": 8}):
        picture = Figure(figsize=(8, 1.9 * rows), layout="constrained")
        places = picture.subplots(rows, _COLUMNS, squeeze=False)
        for place in places.flat[len(figures) :]:
            place.set_axis_off()
        for place, (name, by_size) in zip(places.flat, figures.items(), strict=False):
            place.plot([*by_size], [*by_size.values()], marker="o", color="#1f4e79")
            place.set_title(name)
            place.set_xscale("log")
            place.set_xticks([*by_size])
            place.xaxis.set_major_formatter(ScalarFormatter())
            place.set_ylim(0, 1.25 * max(by_size.values()))
            place.grid(alpha=0.3)
        picture.savefig(PICTURE, metadata={"Date": None})
