"""Remote engine: the graph of a release, asked of a server that speaks the SPARQL 1.1 Protocol."""
