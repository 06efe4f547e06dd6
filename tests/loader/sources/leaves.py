"""Every text that an XML export holds, and whether triples and problems say it."""

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime

from lxml import etree

from loader.corpus.problems import Problem
from loader.model.rdf_terms import Triple
from loader.sources.ideo_metiers import NO_PUBLICATION
from loader.sources.table_passage import NO_LEVEL

Parts = Callable[[str], list[str]]
_TAG = re.compile(r"<[^>]*>")


def folded(text: str) -> str:
    """Return a text with its white space folded."""
    return " ".join(text.split())


def whole(text: str) -> list[str]:
    """Return a text as the one thing to find."""
    return [folded(text)]


def html_words(text: str) -> list[str]:
    """Return the words of a fragment of HTML, as one thing to find."""
    return [_words(html.unescape(_TAG.sub(" ", text)))]


def split(separators: str) -> Parts:
    """Return how to part a text that holds several things."""
    return lambda text: [folded(part) for part in re.split(separators, text) if part.strip()]


def leaves(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each element that holds text and no element."""
    for element in etree.fromstring(data).iter("*"):
        if not len(element) and (element.text or "").strip():
            yield str(element.tag), element.text or ""


def unsaid(
    data: bytes,
    triples: Iterable[Triple],
    parts: Mapping[str, Parts],
    problems: Iterable[Problem] = (),
) -> list[tuple[str, str]]:
    """Return the texts that no triple says and no problem tells, with their elements' names.

    `parts` tells, by element, what to look for of a text; the whole of it otherwise.
    """
    objects = {triple[2].value for triple in triples}
    said = {folded(value) for value in objects} | {_words(value) for value in objects}
    lost = " ".join(folded(each.lost) for each in problems)
    return [
        (tag, part)
        for tag, text in leaves(data)
        for part in parts.get(tag, whole)(text)
        if part and part not in said and part not in lost and folded(text) not in lost
    ]


def _words(text: str) -> str:
    return " ".join(word for word in text.split() if word != "-")


def _iso_day(text: str) -> list[str]:
    try:
        return [datetime.strptime(text.strip(), "%d/%m/%Y").date().isoformat()]
    except ValueError:
        return [text.strip()]


FORMATION_PARTS: dict[str, Parts] = {
    "descriptif_format_court": html_words,
    "descriptif_acces": html_words,
    "descriptif_poursuite_etudes": html_words,
    "attendus": html_words,
    "creation_date": _iso_day,
    "modification_date": _iso_day,
}


def _but_none(text: str) -> list[str]:
    return [] if text.strip() == NO_PUBLICATION else [folded(text)]


def _level(text: str) -> list[str]:
    if text.strip() == NO_LEVEL:
        return []
    return [f"http://data.europa.eu/snb/eqf/{text}" if text in list("12345678") else folded(text)]


def _yes_no(text: str) -> list[str]:
    return [{"Oui": "true", "Non": "false"}.get(text.strip(), folded(text))]


IDEO_PARTS: dict[str, Parts] = {
    "collection": _but_none,
    "code_rome": split(r"\|"),
    "libelle_rome": split(r"\|"),
    "lien_rome": split(r"\|"),
    "domainesous-domaine": split(r"[|/]"),
}
TABLE_PARTS: dict[str, Parts] = {"ci_niveau_europeen": _level, "ci_certifiant": _yes_no}
