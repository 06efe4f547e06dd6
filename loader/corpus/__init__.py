"""Corpus: all that some files hold, each recognised by its format and read once."""
