"""Changes between releases: a page, the JSON document itself, an Atom feed of the last ones."""

from functools import partial
from pathlib import Path
from xml.etree import ElementTree as ET

from flask import Blueprint, Response, current_app, render_template, request, send_file

from ontology import base, prefixes
from server.browse.formatting import number
from server.browse.vocabulary import term_name
from server.engine import Engine
from server.http.language import gettext, language
from server.http.own_address import own_address
from server.http.problems import ProblemError
from server.linked_data.dump import RELEASES
from server.releases.current import release
from server.releases.history import (
    ChangeCounts,
    Past,
    read_changes,
    read_counts,
    read_history,
)
from server.releases.kind_names import KIND_NAMES
from server.releases.layout import CHANGES_FILE

__all__ = ["blueprint"]


blueprint = Blueprint("changes", __name__)

_ATOM = "http://www.w3.org/2005/Atom"
_ENTRIES = 10


@blueprint.get("/changes")
def changes() -> str:
    """Show what changed with the release that serves, or with the one that ``?release=`` names."""
    past, history = _requested_release()
    found = read_changes(past.folder)
    return render_template(
        "changes.html",
        past=past,
        changes=found,
        history=history,
        kind_name=_kind_name,
        field_name=partial(_field_name, release().engine),
    )


@blueprint.get("/changes.json")
def document() -> Response:
    """Serve the whole difference, as the build wrote it."""
    past, _ = _requested_release()
    file = past.folder / CHANGES_FILE
    if not file.is_file():
        raise ProblemError(404, gettext("Cette release n'a pas été comparée à une autre."))
    response = send_file(file.resolve(), "application/json", conditional=True, max_age=0)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@blueprint.get("/changes.atom")
def feed() -> Response:
    """Serve an entry a release, the newest first."""
    root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": "fr"})
    history, address = read_history(_releases())[:_ENTRIES], own_address()
    _add(root, "id", f"{base()}changes.atom")
    _add(root, "title", "Métiers en graphe : ce qui a changé")
    ET.SubElement(root, "link", rel="self", href=f"{address}changes.atom")
    ET.SubElement(root, "link", rel="alternate", href=f"{address}changes")
    _add(ET.SubElement(root, "author"), "name", "Métiers en graphe")
    _add(root, "updated", max((past.built.isoformat() for past in history), default=""))
    for past in history:
        _add_entry(root, past, address)
    text = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(text, content_type="application/atom+xml; charset=utf-8")


def _kind_name(key: str, name: str) -> str:
    """Return the name of a kind in the page's language; `name` is what the document calls it."""
    return str(gettext(KIND_NAMES[key])) if key in KIND_NAMES else name


def _field_name(engine: Engine, key: str, name: str) -> str:
    """Return the name of a field in the page's language; `name` is what the document calls it."""
    prefix, _, local = key.partition(":")
    if language() == "fr" or prefix not in prefixes():
        return name
    found = term_name(engine, prefixes()[prefix] + local)
    return name if found == key else found


def _releases() -> Path:
    folder: Path = current_app.config[RELEASES]
    return folder


def _requested_release() -> tuple[Past, list[Past]]:
    """Return the release that is asked for, and all of them, the newest first."""
    digest = request.args.get("release") or release().manifest.digest
    history = read_history(_releases())
    found = next((past for past in history if past.digest == digest), None)
    if found is None:
        raise ProblemError(404, gettext("Cette release n'est plus là, ou n'y a jamais été."))
    return found, history


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text


def _add_entry(root: ET.Element, past: Past, address: str) -> None:
    entry = ET.SubElement(root, "entry")
    _add(entry, "id", f"{base()}id/release/{past.digest}")
    _add(entry, "title", f"Release {past.digest[:12]} du {past.built:%d/%m/%Y}")
    _add(entry, "updated", past.built.isoformat())
    ET.SubElement(entry, "link", rel="alternate", href=f"{address}changes?release={past.digest}")
    _add(entry, "summary", _summary(past))


def _summary(past: Past) -> str:
    kinds = read_counts(past.folder)
    if kinds is None:
        return f"Comparée à aucune autre. Sources : {', '.join(past.editions)}."
    return " ; ".join(map(_count, kinds)) or "Rien n'a changé dans ce que les pages montrent."


def _count(kind: ChangeCounts) -> str:
    counts = (kind.added, "de plus"), (kind.removed, "de moins"), (kind.changed, "qui changent")
    parts = ", ".join(f"{number(n)} {words}" for n, words in counts if n)
    return f"{kind.name} : {parts}"
