"""HTML of the export's texts to passages, those that a markdown sheet would have."""

import re
from collections.abc import Iterator

from lxml import etree

from loader.records import Rubrique, Section
from loader.sources.html_text import INLINE, tree_of
from loader.sources.passages import PassageBlock, section_of

_LEVELS = {"h2": 2, "h3": 2, "h4": 3, "h5": 3, "h6": 3}
_WHITE_SPACE = re.compile(r"[ \t\r\n\f]+")
_SPACES = re.compile(r" +")


def read_html(rubrique: Rubrique, text: str, nom: str | None = None) -> Section | None:
    """Return the section that a fragment of HTML makes; None without word or name.

    h3 is `##`, h4 and h5 `###`; in « En bref », h4 is `##`. An item of a list is a paragraph that
    starts with « - ». No word is lost: text outside any block is a paragraph too.
    """
    section = section_of(rubrique, blocks(rubrique, text), nom)
    return section if section.passages or nom else None


def blocks(rubrique: Rubrique, text: str) -> Iterator[PassageBlock]:
    """Yield the headings and paragraphs of a fragment, in order.

    White space folds to one space as in HTML, but for non-breaking ones; `<br/>` is a line feed.
    """
    if not text.strip():
        return
    level: int | None = None
    words: list[str] = []
    root = tree_of(text)
    for event, element in etree.iterwalk(root, events=("start", "end")):
        block = element.tag not in INLINE and element.tag != "br"
        if block and (paragraph := _folded(words)):
            yield PassageBlock(level, paragraph)
        if block:
            words, level = [], None
        if event == "start":
            if block:
                level = _level(rubrique, element.tag)
            words += {"li": ["- "], "br": ["\n"]}.get(element.tag, [])
            words.append(_WHITE_SPACE.sub(" ", element.text or ""))
        elif element is not root:
            words.append(_WHITE_SPACE.sub(" ", element.tail or ""))


def _level(rubrique: Rubrique, tag: str) -> int | None:
    if tag == "h4" and rubrique is Rubrique.EN_BREF:
        return 2
    return _LEVELS.get(tag)


def _folded(words: list[str]) -> str:
    lines = (line.strip() for line in _SPACES.sub(" ", "".join(words)).split("\n"))
    return "\n".join(line for line in lines if line and line != "-")
