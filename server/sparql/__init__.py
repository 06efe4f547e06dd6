"""The SPARQL 1.1 Protocol: the endpoint, its operations, formats and errors, its page."""
