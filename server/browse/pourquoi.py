"""Provenance page of a link: `/pourquoi?sujet=&relation=&objet=`, and its address."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final
from urllib.parse import quote

import pyoxigraph as ox
from flask import Blueprint, render_template, request

from ontology import prefixes
from server.browse.concept import Node
from server.browse.provenance import read_name, read_reasons
from server.browse.vocabulary import term_name
from server.http.language import gettext
from server.http.problems import ProblemError
from server.iris import compact
from server.releases.current import release

__all__ = ["blueprint", "why_address"]

blueprint = Blueprint("pourquoi", __name__)

_FEWEST: Final = 2


@blueprint.get("/pourquoi")
def pourquoi() -> str:
    """Say which graphs tie two things, of what sources, and what the two have in common.

    Two of `sujet`, `relation` and `objet` are enough: the third is then all it can be. Each is an
    IRI, or a short name such as ``mg:formation``.
    """
    subject, relation, target = (_iri(name) for name in ("sujet", "relation", "objet"))
    if sum(map(bool, (subject, relation, target))) < _FEWEST:
        raise ProblemError(
            400, gettext("Il faut deux de ces paramètres : « sujet », « relation », « objet ».")
        )
    engine = release().engine
    reasons = read_reasons(engine, subject, relation, target)
    if not reasons.groups and not reasons.shared:
        raise ProblemError(404, gettext("Aucun graphe ne dit ce lien."))
    return render_template(
        "pourquoi.html",
        reasons=reasons,
        subject=Node(subject, read_name(engine, subject)) if subject else None,
        relation=term_name(engine, relation) if relation else "",
        target=Node(target, read_name(engine, target)) if target else None,
    )


def _iri(name: str) -> str:
    """Return the IRI that a parameter gives, empty if it is not given; else ProblemError 400."""
    text = request.args.get(name, "")
    if not text:
        return ""
    try:
        return ox.NamedNode(_expand_iri(text)).value
    except ValueError:
        raise ProblemError(
            400, gettext("Le paramètre « %(name)s » n'est pas un IRI.", name=name)
        ) from None


def _expand_iri(name: str) -> str:
    """Return the IRI that a short name or a whole IRI stands for; empty if it is neither."""
    prefix, colon, local = name.partition(":")
    if colon and prefix in prefixes():
        return prefixes()[prefix] + local
    return name if name.startswith(("http://", "https://")) else ""


def why_address(subject: str = "", relation: str = "", target: str = "") -> str:
    """Return the address that explains a link; what is left out is what it lists.

    IRIs are given whole, or short (``mg:formation``); they stand short where they can.
    """
    given: Mapping[str, str] = {"sujet": subject, "relation": relation, "objet": target}
    pairs = [f"{name}={_short(value)}" for name, value in given.items() if value]
    return f"/pourquoi?{'&'.join(pairs)}"


@lru_cache(4096)
def _short(iri: str) -> str:
    return quote(compact(iri, prefixes()), safe=":/")
