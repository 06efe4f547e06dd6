"""HTML to plain paragraphs, for the texts of the exports."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from lxml import etree, html

from loader.sources.xml_records import RESOURCE_LIMIT

INLINE: Final = frozenset(
    {"a", "abbr", "b", "big", "cite", "code", "em", "font", "i", "ins", "mark", "q", "s", "small"}
    | {"span", "strike", "strong", "sub", "sup", "tt", "u", "wbr"}
)
_PARAGRAPH, _LINE, _ITEM = "\n\n", "\n", "\n- "
_BREAKS = frozenset({_PARAGRAPH, _LINE, _ITEM})
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DOCUMENT_END = re.compile(r"</(?:html|body)\b[^>]*+(>?)", re.IGNORECASE)
"""The parser drops what follows the end of a document."""

_LONGEST_TAG: Final = 4096
_TAG = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))"
    r"|<(?P<name>[A-Za-z][^ \t\r\n\f/>]*+)"
    r"(?:[ \t\r\n\f/]++|[^ \t\r\n\f/>][^ \t\r\n\f/>=]*+"
    r"""(?:[ \t\r\n\f]*+=[ \t\r\n\f]*+(?:"[^"]*+"?|'[^']*+'?|[^ \t\r\n\f>]*+))?+)*+>?""",
    re.DOTALL,
)
"""A comment, or an opening tag with its attributes, be it the end of the text that ends it."""
_END = re.compile(r"</[A-Za-z][^>]*+>?")

_WHITE_SPACE = re.compile(r"[ \t\r\n\f]+")
_BLANK_LINES = re.compile(r"\n{2,}")


@lru_cache(maxsize=1024)
def paragraphs(text: str) -> str:
    r"""Return the words of a fragment of HTML, all of them and in order; empty when it has none.

    `\n\n` parts paragraphs (headings are some), `\n` lines: `<br/>`, and the items of a list, which
    start with « - ». White space folds to one space, but for non-breaking ones. Raises nothing.
    """
    if "<" not in text and "&" not in text:
        return _WHITE_SPACE.sub(" ", _NO_XML.sub(" ", text)).strip()
    pieces: list[str] = [_PARAGRAPH]
    for piece in _pieces(text):
        before = pieces[-1]
        if piece == _ITEM and before == _LINE:
            pieces[-1] = _ITEM
        elif piece == _LINE and before in (_LINE, _ITEM):
            continue
        elif before not in _BREAKS or piece.strip(" \t\r\f"):
            pieces.append(piece)
    lines = (_WHITE_SPACE.sub(" ", line).strip() for line in "".join(pieces).split("\n"))
    written = "\n".join(line for line in lines if line != "-")
    return _BLANK_LINES.sub("\n\n", written).strip()


def tree_of(text: str) -> html.HtmlElement:
    """Return a fragment of HTML as a tree without comments; none of its words is lost.

    No text makes it raise.
    Where elements are nested more than 2,000 deep, the words are there without them.
    """
    fragment = _DOCUMENT_END.sub(lambda end: " " if end[1] else end[0], _NO_XML.sub(" ", text))
    if len(fragment) > _LONGEST_TAG:
        fragment = _TAG.sub(_without_attributes, fragment)
    parser = html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    tree = html.document_fromstring(f"<body>{fragment}", parser=parser)
    if any(error.type == RESOURCE_LIMIT for error in parser.error_log):
        bare = _END.sub(" ", _TAG.sub(" ", fragment))
        tree = html.document_fromstring(f"<body>{bare}", parser=parser)
    return tree


def _without_attributes(tag: re.Match[str]) -> str:
    """Return a tag, bare if it is long: the parser compares each attribute with all before it."""
    return f"<{tag['name']}>" if tag["name"] and len(tag[0]) > _LONGEST_TAG else tag[0]


def _pieces(text: str) -> Iterator[str]:
    """Yield words with their spaces, and the breaks between them."""
    items = 0
    root = tree_of(text)
    for event, element in etree.iterwalk(root, events=("start", "end")):
        opening = event == "start"
        items -= element.tag == "li" and not opening
        yield _break(element.tag, opening, items > 0)
        items += element.tag == "li" and opening
        yield _spaced(element.text if opening else element.tail)


def _spaced(text: str | None) -> str:
    """Return text without breaks; a reference such as `&#1;` may have made it no XML."""
    return _NO_XML.sub(" ", text).replace("\n", " ") if text else ""


def _break(tag: str, opening: bool, in_item: bool) -> str:
    if tag in INLINE or (tag == "br" and not opening):
        return ""
    if tag == "li" and opening:
        return _ITEM
    return _LINE if in_item or tag in ("br", "li") else _PARAGRAPH
