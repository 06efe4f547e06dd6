"""The pages: for each kind of thing a view model, read with the queries of `queries/browse`."""
