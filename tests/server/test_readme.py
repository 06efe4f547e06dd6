"""The README of the server names every address, and every page is one that its list speaks of."""

import ast
from collections.abc import Iterator

from flask import Flask, template_rendered
from flask.testing import FlaskClient
from jinja2 import Template

from tests.conftest import ROOT
from tests.readmes import code, table
from tests.server.test_translations import PAGES

ELSEWHERE = {
    "api_console.html", "arbre_branche.html", "voisinage_seul.html", "rapprocher_chose.html",
    "marche.html",
}  # fmt: skip
"""Parts of a page asked for alone, a page that speaks English only, and one that is there only
where another endpoint is named."""


def test_every_address_is_documented_and_answered(app: Flask) -> None:
    named = [
        each.partition("?")[0] for row in table("server", "Les adresses") for each in code(row[0])
    ]
    named += [each for row in table("server", "Les adresses") for each in code(row[1])]
    routes = app.url_map.bind("localhost")
    documented = {
        routes.match(each, method="GET", return_rule=True)[0].rule
        for each in named
        if each.startswith("/")
    }
    rules = {rule.rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"}
    assert {rule for rule in rules if rule == "/" or not rule.endswith("/")} == documented


def _templates() -> Iterator[str]:
    """Yield the pages that modules of the server render."""
    for path in (ROOT / "server").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "render_template":
                (name, *_) = node.args
                assert isinstance(name, ast.Constant)
                yield str(name.value)


def test_every_page_is_among_those_that_are_read_in_english(
    app: Flask,
    client: FlaskClient,
) -> None:
    shown: set[str] = set()

    def note(_: Flask, template: Template, **__: object) -> None:
        shown.add(str(template.name))

    with template_rendered.connected_to(note, app):
        for page in PAGES:
            client.get(page, headers={"Accept": "text/html"})
    pages = {name for name in _templates() if name.endswith(".html")}
    assert pages - shown == ELSEWHERE
