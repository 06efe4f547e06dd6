"""Pages of things and lists: a view model a kind, read with the queries of `queries/browse`."""
