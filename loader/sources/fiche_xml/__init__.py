"""The official « Idéo-fiches métiers » export: the same fiches as the markdown, and more."""

from loader.sources.fiche_xml.reader import SOURCE, TAKEN_FOR, read, recognises

__all__ = ["SOURCE", "TAKEN_FOR", "read", "recognises"]
