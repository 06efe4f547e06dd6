"""Forms of a document: which one is served, by suffix or by Accept, and where the others are."""

from collections.abc import Iterable, Iterator, Mapping

from server.engine.formats import ALIASES, GRAPH, NAMES, QUADS
from server.http.language import gettext
from server.http.negotiation import choose
from server.http.problems import ProblemError

__all__ = ["FORMS", "GRAPH_FORMS", "HTML", "chosen_form", "links"]

HTML = "text/html"
GRAPH_FORMS = {"html": HTML, **{name: kind for name, kind in NAMES.items() if kind in GRAPH}}
FORMS = {name: kind for name, kind in GRAPH_FORMS.items() if kind not in QUADS}
"""By suffix, the forms of a document; a graph has those besides that can name it."""


def chosen_form(accept: Iterable[str], suffix: str, forms: Mapping[str, str]) -> str:
    """Return the media type that a suffix names, else the one that a client prefers.

    It may be one of `ALIASES`. 404 for a suffix that names none, 406 where none will do.
    """
    if suffix and suffix not in forms:
        detail = gettext("Ce document n'a pas de forme « %(name)s ».", name=suffix)
        raise ProblemError(404, detail)
    offered = (*forms.values(), *ALIASES)
    chosen = forms.get(suffix) or choose(accept, offered)
    if chosen is None:
        types = ", ".join(offered)
        raise ProblemError(406, gettext("Ce document se sert en %(types)s.", types=types))
    return chosen


def links(root: str, path: str, media_type: str, forms: Mapping[str, str]) -> Iterator[str]:
    """Yield the Link headers of a document: its canonical address, and those of its other forms.

    `root` is the beginning of canonical addresses.
    """
    yield f'<{root}{path}>; rel="canonical"'
    for name, kind in forms.items():
        if kind != media_type:
            rel = "alternate describedby" if name == "ttl" else "alternate"
            yield f'</{path}.{name}>; rel="{rel}"; type="{kind}"'
