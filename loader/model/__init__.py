"""The RDF model of the loader: IRIs, terms, named graphs, N-Quads, code lists."""
