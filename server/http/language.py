"""Language of an answer: French, or English for those who ask for it.

It is chosen once a request, and holds in the context that answers it, whichever road that is: the
event loop's for data, a thread's for pages.
"""

from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from functools import cache
from gettext import NullTranslations
from pathlib import Path
from typing import Any, Final

from babel.support import LazyProxy, Translations
from flask import Flask, Response, request

__all__ = [
    "LANGUAGES",
    "TOOLS_LANGUAGE",
    "gettext",
    "in_page_language",
    "language",
    "lazy_gettext",
    "ngettext",
    "preferred_language",
    "register",
    "shown_language",
    "speak",
]

LANGUAGES: Final = {"fr": "Français", "en": "English"}
"""The languages of the interface, the default first, each named in itself."""
TOOLS_LANGUAGE: Final = "en"
"""That of the tools of assistants, who follow it best, and of what they are told."""
_PARAMETER: Final = "lang"
"""The parameter of an address, and the cookie, that say a language."""
_A_YEAR: Final = 31_536_000
_FOLDER: Final = Path(__file__).parent.parent / "translations"
_spoken: Final = ContextVar("language", default="fr")


def preferred_language(parameter: str, cookie: str) -> str:
    """Return the language that an address says, else a cookie, if it is one of `LANGUAGES`."""
    return next((each for each in (parameter, cookie) if each in LANGUAGES), "fr")


def speak(name: str) -> None:
    """Answer in a language, one of `LANGUAGES`, from now on in this context."""
    _spoken.set(name)


def language() -> str:
    """Return the language of the answer at hand; French where there is none."""
    return _spoken.get()


def gettext(text: str, /, **values: object) -> str:
    """Return a text in the language of the answer, with the values that it names with ``%(…)s``."""
    said: str = _catalogue(_spoken.get()).gettext(text)
    return said % values if values else said


def ngettext(one: str, many: str, /, num: int, **values: object) -> str:
    """Return one of two texts by a number, which they name ``%(num)d``."""
    said: str = _catalogue(_spoken.get()).ngettext(one, many, num)
    return said % {"num": num, **values}


def lazy_gettext(text: str) -> Any:
    """Return what is the text of `gettext` wherever it is shown."""
    return LazyProxy(gettext, text, enable_cache=False)


def shown_language(tags: Iterable[str]) -> str | None:
    """Return which of some languages a page shows: its own, French, none (""), else the first."""
    known = list(tags)
    return next((tag for tag in (language(), "fr", "", *known) if tag in known), None)


def in_page_language(texts: Mapping[str, str]) -> str:
    """Return which of some texts, by language, a page shows; empty if there is none."""
    shown = shown_language(texts)
    return "" if shown is None else texts[shown]


def register(app: Flask) -> None:
    """Let the pages of an application speak several languages, and remember which is preferred."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: _catalogue(_spoken.get()).gettext(text),
        lambda one, many, num: _catalogue(_spoken.get()).ngettext(one, many, num),
        newstyle=True,
    )
    app.before_request(_choose)
    app.context_processor(lambda: {"language": language(), "languages": LANGUAGES})
    app.after_request(_remember)
    app.teardown_request(lambda _error: speak("fr"))


@cache
def _catalogue(name: str) -> NullTranslations:
    return Translations.load(_FOLDER, [name])


def _choose() -> None:
    said = request.args.get(_PARAMETER, ""), request.cookies.get(_PARAMETER, "")
    speak(preferred_language(*said))


def _remember(response: Response) -> Response:
    asked = request.args.get(_PARAMETER)
    if asked in LANGUAGES and response.mimetype == "text/html":
        response.set_cookie(_PARAMETER, asked, max_age=_A_YEAR, samesite="Lax", httponly=True)
    return response
