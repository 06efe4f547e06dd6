"""Page tables of a release: what pages would else reckon of the whole corpus, each time."""

from loader.pages.tables import build_page_tables

__all__ = ["build_page_tables"]
