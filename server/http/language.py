"""Language of the pages: French, or English for those who ask for it."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from flask import Flask, Response, g, request
from flask_babel import Babel, get_locale, get_translations

__all__ = ["LANGUAGES", "in_page_language", "language", "register", "shown_language"]

LANGUAGES: Final = {"fr": "Français", "en": "English"}
"""The languages of the interface, the default first, each named in itself."""
_PARAMETER = "lang"
"""The parameter of an address, and the cookie, that say a language."""
_A_YEAR = 31_536_000


def register(app: Flask) -> None:
    """Let the pages of an application speak several languages, and remember which is preferred."""
    Babel(app, default_locale="fr", locale_selector=_chosen)
    # A page has a hundred texts, and Flask-Babel looks for the catalogue anew for each.
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: _catalogue().ugettext(text),
        lambda one, many, count: _catalogue().ungettext(one, many, count),
        newstyle=True,
    )
    app.context_processor(lambda: {"language": language(), "languages": LANGUAGES})
    app.after_request(_remember)


def language() -> str:
    """Return the language of the page at hand."""
    try:  # a page asks a hundred times
        return str(g.language)
    except AttributeError:
        locale = get_locale()
        g.language = locale.language if locale else "fr"
        return str(g.language)
    except RuntimeError:  # there is no page
        return "fr"


def shown_language(tags: Iterable[str]) -> str | None:
    """Return which of some languages a page shows: its own, French, none (""), else the first."""
    known = list(tags)
    return next((tag for tag in (language(), "fr", "", *known) if tag in known), None)


def in_page_language(texts: Mapping[str, str]) -> str:
    """Return which of some texts, by language, a page shows; empty if there is none."""
    shown = shown_language(texts)
    return "" if shown is None else texts[shown]


def _catalogue() -> Any:
    try:
        return g.catalogue
    except AttributeError:
        g.catalogue = get_translations()
        return g.catalogue


def _chosen() -> str:
    said = (request.args.get(_PARAMETER, ""), request.cookies.get(_PARAMETER, ""))
    return next((each for each in said if each in LANGUAGES), "fr")


def _remember(response: Response) -> Response:
    is_page = response.mimetype == "text/html"
    if is_page or "language" in g:
        response.vary.add("Cookie")
    if is_page and (asked := request.args.get(_PARAMETER)) in LANGUAGES:
        response.set_cookie(_PARAMETER, asked, max_age=_A_YEAR, samesite="Lax", httponly=True)
    return response
