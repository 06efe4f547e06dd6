"""The version of the software that answers, part of every entity tag."""

from importlib.metadata import version
from typing import Final

__all__ = ["SOFTWARE"]

SOFTWARE: Final = version("metiers-graphe")
