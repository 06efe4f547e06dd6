import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.sources.html_text import paragraphs


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("", ""),
        (" un  mot\n", "un mot"),
        ("pluie &amp; vent", "pluie & vent"),
        ("\n  <p>un\n  deux</p>\n  <p>trois</p>", "un deux\n\ntrois"),
        ("<p>un<br/>deux<br>trois</p>", "un\ndeux\ntrois"),
        ("<h5>Titre</h5><p>un <b>mot</b>s</p>", "Titre\n\nun mots"),
        ("avant<ul>\n<li>un</li>\n<li>deux</li>\n</ul>après", "avant\n\n- un\n- deux\n\naprès"),
        ("<ul><li><p>un</p></li><li></li><li>deux</li></ul>", "- un\n- deux"),
        ("<p>\N{NO-BREAK SPACE}</p><p>- un</p>", "- un"),
        ("<p>un\N{NO-BREAK SPACE}: deux</p>", "un\N{NO-BREAK SPACE}: deux"),
        ("<table><tr><td>un</td><td>deux</td></tr></table>", "un\n\ndeux"),
        ("<p>un<!-- rien -->deux</p>", "undeux"),
        ("<p>sans fin <em>ici", "sans fin ici"),
        ("un&#1;deux &#12; \x0c<p>trois", "un deux\n\ntrois"),
        ("</body>un</html>deux", "un deux"),
    ],
)
def test_paragraphs(written: str, read: str) -> None:
    assert paragraphs(written) == read


def test_deep_nesting_loses_no_word() -> None:
    assert paragraphs("<div>" * 1000 + "un" + "</div>" * 1000 + "deux") == "un\n\ndeux"


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    paragraphs(text)


WORD = st.text("abcdéœ'", min_size=1, max_size=5)
TAGS = st.sampled_from(["p", "li", "ul", "b", "h5", "div", "td", "br", "html", "body", "head"])


@st.composite
def fragments(draw: st.DrawFn) -> tuple[str, list[str]]:
    """Return HTML, well nested or not, and its words."""
    pieces = draw(st.lists(st.tuples(WORD, TAGS, st.booleans()), max_size=12))
    written = "".join(f" {word} <{'/' if closing else ''}{tag}>" for word, tag, closing in pieces)
    return written, [word for word, _, _ in pieces]


@given(fragments())
def test_every_word_is_kept_and_in_order(fragment: tuple[str, list[str]]) -> None:
    written, words = fragment
    assert [word for word in paragraphs(written).split() if word != "-"] == words


@given(fragments())
def test_white_space_is_one_space_or_a_break(fragment: tuple[str, list[str]]) -> None:
    read = paragraphs(fragment[0])
    assert not re.search(r"  | \n|\n |\n{3}|^\s|\s$", read)
