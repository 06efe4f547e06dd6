"""French words of click: usage, help and errors of every command, which it would say in English.

click takes its texts from `gettext`, whose catalogues follow the language of the system; these
commands speak French wherever they run.
"""

from collections.abc import Mapping
from typing import Final

from click import core, decorators, exceptions, formatting, parser, types

__all__ = ["UNREACHED", "WORDS", "speak_french"]

WORDS: Final[Mapping[str, str]] = {
    "Aborted!": "Interrompu.",
    "Argument {name!r} takes {nargs} values.": "L'argument {name} demande {nargs} valeurs.",
    "Choose from:\n\t{choices}": "Choisir parmi :\n\t{choices}",
    "Commands": "Commandes",
    "Could not open file {filename!r}: {message}": "{filename} ne s'ouvre pas : {message}",
    "Did you mean {possibility}?": "Voulez-vous dire {possibility} ?",
    "(Did you mean one of: {possibilities}?)": "Voulez-vous dire l'un de {possibilities} ?",
    "Error: {message}": "Erreur : {message}",
    "Got unexpected extra argument ({args})": "Argument de trop : {args}",
    "Got unexpected extra arguments ({args})": "Arguments de trop : {args}",
    "Invalid value for {param_hint}: {message}": "{param_hint} : {message}",
    "Invalid value: {message}": "Valeur refusée : {message}",
    "Missing argument": "Il manque l'argument",
    "Missing command.": "Il manque la commande.",
    "Missing option": "Il manque l'option",
    "Missing parameter": "Il manque",
    "Missing parameter: {param_name}": "Il manque {param_name}",
    "Missing {param_type}": "Il manque {param_type}",
    "No such command {name!r}.": "La commande « {name} » n'existe pas.",
    "No such option {name!r}.": "L'option {name} n'existe pas.",
    "Option {name!r} does not take a value.": "L'option {name} ne prend pas de valeur.",
    "Option {name!r} requires an argument.": "L'option {name} demande une valeur.",
    "Option {name!r} requires {nargs} arguments.": "L'option {name} demande {nargs} valeurs.",
    "Options": "Options",
    "Positional arguments": "Arguments",
    "Show the version and exit.": "Dire la version, et finir.",
    "Show this message and exit.": "Montrer ceci, et finir.",
    "Takes {nargs} values but 1 was given.": "Demande {nargs} valeurs, 1 est donnée.",
    "Takes {nargs} values but {len} were given.": "Demande {nargs} valeurs, {len} sont données.",
    "Try '{command} {option}' for help.": "Pour savoir comment : {command} {option}",
    "Usage:": "Usage :",
    "default: {default}": "par défaut : {default}",
    "directory": "dossier",
    "file": "fichier",
    "path": "chemin",
    "required": "nécessaire",
    "unknown error": "raison inconnue",
    "{name} {filename!r} does not exist.": "« {filename} » n'existe pas.",
    "{name} {filename!r} is a directory.": "« {filename} » est un dossier.",
    "{name} {filename!r} is a file.": "« {filename} » est un fichier.",
    "{name} {filename!r} is not executable.": "« {filename} » ne s'exécute pas.",
    "{name} {filename!r} is not readable.": "« {filename} » ne peut être lu.",
    "{name} {filename!r} is not writable.": "« {filename} » ne peut être écrit.",
    "{value!r} is not a valid {number_type}.": "« {value} » n'est pas un nombre qui convienne.",
    "{value!r} is not one of {choices}.": "« {value} » n'est pas l'un de {choices}.",
    "{value!r} is not {choice}.": "« {value} » n'est pas {choice}.",
    "{value} is not in the range {range}.": "{value} n'est pas dans les bornes {range}.",
    "%(prog)s, version %(version)s": "%(prog)s, version %(version)s",
}
"""By click's own text, what is said instead."""

UNREACHED: Final = (
    "deprecated", "DeprecationWarning", "env var", "(dynamic)", "Value must be", "len_type",
    "Name '", "Boolean option", "Could not determine", "No options defined", "Arguments take",
    "Do you want", "Confirm", "Invalid start", "Choice(", "boolean", "UUID", "format",
)  # fmt: skip
"""Words of the texts that no command here makes click say: other types, faults of a program."""


def speak_french() -> None:
    """Let click say its own texts in French, from now on."""
    for module in (core, decorators, exceptions, formatting, parser, types):
        vars(module).update(_=_french, ngettext=_french_plural)


def _french(text: str) -> str:
    return WORDS.get(text, text)


def _french_plural(one: str, several: str, count: int) -> str:
    return _french(several if count > 1 else one)
