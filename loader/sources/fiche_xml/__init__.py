"""The official « Idéo-fiches métiers » export: the same fiches as the markdown, and more."""

from loader.sources.fiche_xml.reader import LABEL, SOURCE, read, recognises

__all__ = ["LABEL", "SOURCE", "read", "recognises"]
