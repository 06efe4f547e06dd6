"""Arguments of a tool: what an assistant sends, judged by the tool's own JSON Schema.

It comes before anything is read or evaluated, and what is wrong is said in a sentence: assistants
correct themselves by what they are told.
"""

import unicodedata
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, Final, cast

from jsonschema import Draft202012Validator, ValidationError

__all__ = ["RefusedCallError", "accepted"]

_SHOWN: Final = 60
"""Characters of what an assistant has sent that a sentence repeats."""
_TOLD: Final = 600
"""Characters of a list of what might have been sent."""
_TYPES: Final = {"string": "a text", "integer": "a whole number", "array": "a list of texts"}
_HIGHEST: Final = 10**15
_SPACES: Final = "\t\n\r"


class RefusedCallError(Exception):
    """A call of a tool that cannot be answered; says why, for the assistant."""


def accepted(schema: Mapping[str, Any], arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments that are said, of the types of a schema; or RefusedCallError.

    The schema is that of an object, whose properties are texts, whole numbers and lists of texts.
    """
    said = {name: value for name, value in arguments.items() if value is not None}
    for name, value in said.items():
        for each in value if isinstance(value, list) else [value]:
            if fault := _fault(each):
                raise RefusedCallError(f"Parameter “{_shown(name)}”: {fault}.")
    broken = next(Draft202012Validator(schema).iter_errors(said), None)
    if broken is not None:
        raise RefusedCallError(_sentence(broken, schema["properties"]))
    return {name: int(each) if isinstance(each, float) else each for name, each in said.items()}


def _fault(value: object) -> str:
    """Return what makes a value none of any tool; a schema's validator would trip over most."""
    if isinstance(value, list | dict):
        return "it is not a text, a number, or a list of them"
    if isinstance(value, int) and abs(value) >= _HIGHEST:
        return "no such number is known"
    for place, sign in enumerate(value if isinstance(value, str) else ""):
        kind = unicodedata.category(sign)
        if kind == "Cs" or (kind == "Cc" and sign not in _SPACES):
            return f"character {place + 1} is U+{ord(sign):04X}, which is no text"
    return ""


def _sentence(fault: ValidationError, properties: Mapping[str, Any]) -> str:
    """Return what is wrong with the arguments of a call."""
    given, bound = cast("Any", fault.instance), cast("Any", fault.validator_value)
    if fault.validator == "required":
        missing = next(name for name in bound if name not in given)
        return f"Parameter “{missing}” is missing: {properties[missing]['description']}"
    if fault.validator == "additionalProperties":
        unknown = next(name for name in given if name not in properties)
        near = get_close_matches(unknown[:_SHOWN], properties, 1)
        hint = f"is it “{near[0]}”?" if near else f"there are {', '.join(properties)}."
        return f"Parameter “{_shown(unknown)}” is unknown: {hint}"
    name = str(next(iter(fault.absolute_path)))
    return f"Parameter “{name}”: {_reason(str(fault.validator), given, bound)}."


def _reason(rule: str, value: Any, bound: Any) -> str:
    """Return why a value breaks a rule of JSON Schema."""
    match rule:
        case "type":
            return f"{_shown(value)} is not {_TYPES[bound]}"
        case "enum":
            near = get_close_matches(str(value)[:_SHOWN], bound, 1)
            hint = f"perhaps “{near[0]}”" if near else f"which has {', '.join(bound)}"[:_TOLD]
            return f"“{_shown(value)}” is not of the list, {hint}"
        case "minLength" | "minItems":
            return "it is empty"
        case "maxLength" | "maxItems":
            return f"it is {len(value)} long, and may be {bound}"
        case _:
            return (
                f"{_shown(value)} is not {'at least' if rule == 'minimum' else 'at most'} {bound}"
            )


def _shown(value: object) -> str:
    """Return the beginning of what was sent, whatever it is."""
    text = value if isinstance(value, str) else "a list" if isinstance(value, list) else repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
