"""Facts extracted from sentences, only where they can be read without guessing."""
