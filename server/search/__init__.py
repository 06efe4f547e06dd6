"""Search by words: the index of a release, and the page that shows what it finds."""
