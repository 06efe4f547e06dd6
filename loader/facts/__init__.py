"""Facts that stand in sentences, read only where they can be read without guessing."""
