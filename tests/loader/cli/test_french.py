"""Whatever is typed wrongly, and every help, is said in French."""

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click import core, decorators, exceptions, formatting, parser, types

from loader.cli import group
from loader.cli.french import UNREACHED, WORDS
from tests.loader.command import Metiers

ENGLISH = re.compile(
    r"\b(the|is|not|of|for|exists?|this|message|show|invalid|value|error|missing|no such|try|help|"
    r"text|integer|range|usage:|takes?|requires?|got|unexpected|extra|must|default:|commands?)\b",
    re.IGNORECASE,
)


def _english(text: str) -> set[str]:
    """Return the English words of a text, those of the names of options left out."""
    return {
        found[0] for found in ENGLISH.finditer(re.sub(r"--[a-z-]+|<[^>]+>|https?:\S+", "", text))
    }


def _commands() -> list[str]:
    return group.list_commands(click.Context(group))


@pytest.mark.parametrize("command", ["", *_commands()])
def test_help_is_french(metiers: Metiers, command: str) -> None:
    outcome = metiers(*filter(None, [command]), "--help")
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.startswith("Usage : metiers ")
    assert "Montrer ceci, et finir." in outcome.out
    assert _english(outcome.out) == set()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nothing"], "La commande « nothing » n'existe pas."),
        (["--nothing"], "L'option --nothing n'existe pas."),
        (["build"], "Il manque l'argument 'SOURCES...'."),
        (["build", "nulle/part"], "'SOURCES...' : « nulle/part » n'existe pas."),
        (["build", ".", "--strict"], "L'option --strict n'existe pas."),
        (["check", ".", "--editoin=1"], "L'option --editoin n'existe pas. Voulez-vous dire"),
        (["export"], "donner des identifiants (MET.797), ou --all, mais pas les deux"),
        (["export", "--all", "--format", "pdf"], "'--format' : « pdf » n'est pas l'un de 'md', "),
        (["export", "--all", "--into", __file__], f"'--into' : « {__file__} » est un fichier."),
        (["serve", "--port", "x"], "'--port' : « x » n'est pas un nombre qui convienne."),
        (["serve", "--port", "99999"], "'--port' : 99999 n'est pas dans les bornes 0<=x<=65535."),
        (["serve", "--engine", "x"], "'--engine' : « x » n'est ni disk, ni memory, ni une adresse"),
        (["query"], "Il manque l'argument"),
        (["releases", "x"], "Argument de trop : x"),
        (["diff", "a", "b", "c", "d"], "Arguments de trop : c d"),
        (["fetch", "x"], "'[SOURCE]...' : « x » n'est pas l'un de 'onisep-metiers'"),
    ],
)
def test_wrong_use_is_told_in_french(metiers: Metiers, arguments: list[str], said: str) -> None:
    outcome = metiers(*arguments)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith("Usage : metiers ")
    assert "\nPour savoir comment : metiers " in outcome.err
    assert f"\nErreur : {said}" in outcome.err
    assert _english(outcome.err.replace(__file__, "")) == set()


@pytest.mark.parametrize(
    ("option", "said"),
    [("--edition", "demande une valeur"), ("--skip-shacl=1", "ne prend pas de valeur")],
)
def test_an_option_without_what_it_needs(metiers: Metiers, option: str, said: str) -> None:
    outcome = metiers("build", ".", option)
    assert outcome.status == 2
    assert outcome.err == f"Erreur : L'option {option.partition('=')[0]} {said}.\n"


def test_no_command_at_all_shows_them(metiers: Metiers) -> None:
    outcome = metiers()
    assert outcome.status == 2
    assert outcome.err.startswith("Usage : metiers [OPTIONS] COMMANDE")


def test_what_is_typed_after_a_misspelt_command_does_not_matter(metiers: Metiers) -> None:
    assert "« rollbak » n'existe pas" in metiers("rollbak", "--help").err


def _texts() -> Iterator[str]:
    """Yield the texts that the modules of click give to `gettext`."""
    for module in (core, decorators, exceptions, formatting, parser, types):
        tree = ast.parse(Path(inspect.getfile(module)).read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("_", "ngettext"):
                yield from (str(each.value) for each in node.args if isinstance(each, ast.Constant))


def test_every_text_of_click_has_its_french_or_is_never_said() -> None:
    texts = {*_texts()}
    assert len(texts) > 40
    said = {text for text in texts if not any(word in text for word in UNREACHED)}
    assert said - WORDS.keys() == set()
    assert WORDS.keys() - texts - {"required"} == set()


@pytest.mark.parametrize("text", WORDS)
def test_what_is_filled_in_is_the_same_in_both_languages(text: str) -> None:
    holes = re.compile(r"\{(\w+)")
    assert {*holes.findall(WORDS[text])} <= {*holes.findall(text)}
