import pytest

from tests.patterns.attacks import attacks
from tests.patterns.growth import excess, timed
from tests.patterns.inventory import Expression

_BEFORE_A_ROOT = r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<root>"
BAD = (
    (r"(a+)+$", "match"),
    (r"(\s|x)*y", "search"),
    (r"\s+$", "search"),
    (_BEFORE_A_ROOT, "match"),
    (r"(?:ab|a|b)*c", "match"),
    (r"(?:[^\W\d]+ ?)+!", "fullmatch"),
    (r"[ \t]*x?[ \t]*$", "fullmatch"),
    (r"\d+\.?\d*", "fullmatch"),
    (r"<a [^>]*>", "sub"),
    (r"^#- (.+)\n((?:.*\n)*?)#-\n", "sub"),
    (r'"(?:[^"\\]|\\.)*"', "findall"),
    (r"(?:/\*.*?\*/|x)+;", "finditer"),
)
GOOD = (
    (r"(?>a+)+$", "match"),
    (r"[\sx]*+y", "match"),
    (r"(?<!\s)\s++$", "search"),
    (r"[^\W\d_]{3,}", "findall"),
    (r"\d++(?:\.\d*+)?", "fullmatch"),
    (r"<a [^<>]*+>", "sub"),
    (r'"(?:[^"\\]++|\\.)*+(?:"|\Z)', "findall"),
)


def _expression(pattern: str, method: str, in_bytes: bool = False) -> Expression:
    return Expression("planted:1", pattern, 16, method, in_bytes)


@pytest.mark.parametrize(("pattern", "method"), BAD)
def test_a_bad_pattern_is_found(pattern: str, method: str) -> None:
    planted = _expression(pattern, method)
    assert excess(timed(planted.reader()), attacks(planted.compiled()))


@pytest.mark.parametrize(("pattern", "method"), GOOD)
def test_a_good_pattern_passes(pattern: str, method: str) -> None:
    planted = _expression(pattern, method)
    assert excess(timed(planted.reader()), attacks(planted.compiled())) is None


def test_patterns_of_bytes_are_tried_too() -> None:
    planted = _expression(r"(?:\xe9|\s)*\s*$", "search", in_bytes=True)
    assert excess(timed(planted.reader()), attacks(planted.compiled()))
