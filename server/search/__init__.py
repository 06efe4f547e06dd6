"""Full-text search and autocomplete: the index of a release, ranking, and the page of results."""
