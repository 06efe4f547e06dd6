"""The stylesheet keeps its promises: contrast in both palettes, a style for print."""

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT

STATIC = ROOT / "server" / "static"
CSS = (STATIC / "site.css").read_text("utf-8")
PALETTES = [dict(re.findall(r"--(\w[\w-]*): (#[0-9a-f]{6})", block))
            for block in re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)][:2]  # fmt: skip


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", PALETTES, ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "raised"])
@pytest.mark.parametrize("text", ["ink", "quiet", "node", "node-deep"])
def test_text_can_be_read(palette: dict[str, str], ground: str, text: str) -> None:
    assert contrast(palette[text], palette[ground]) >= 4.5


def test_there_are_two_palettes() -> None:
    assert len(PALETTES) == 2


@pytest.mark.parametrize(
    "needed", ["prefers-color-scheme: dark", "@media print", ":focus-visible", ".skip:focus"]
)
def test_the_stylesheet_has(needed: str) -> None:
    assert needed in CSS


@pytest.mark.parametrize("sheet", sorted(STATIC.glob("*.css")), ids=lambda sheet: sheet.stem)
def test_a_stylesheet_fetches_nothing(sheet: Path) -> None:
    found = re.findall(r"@import|\b(?:url|src|image|image-set)\(", sheet.read_text("utf-8"))
    assert found == []
