"""The corpus: all that some files say, each recognised by its format and read once."""
