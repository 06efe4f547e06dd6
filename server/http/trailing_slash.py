"""Trailing slashes: an address with one slash too many sends to the address without it."""

from collections.abc import Iterable

from flask import Flask, redirect, request
from werkzeug.wrappers import Response

__all__ = ["register"]


def register(app: Flask, paths: Iterable[str], posted: Iterable[str] = ()) -> None:
    """Redirect the address of each page with a slash behind it; `posted` are posted to as well.

    308: what was asked, and how, is to be asked again there.
    """
    for path in paths:
        methods = ["GET", "POST"] if path in posted else ["GET"]
        app.add_url_rule(f"{path}/", f"slash{path}", _without_slash, methods=methods)


def _without_slash() -> Response:
    return redirect(request.full_path.replace("/?", "?", 1).rstrip("?"), 308)
