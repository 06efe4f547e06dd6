"""Federation: the other endpoints that a query may call with SERVICE, if the operator lists any.

A worker has no network. What it asks of a listed endpoint goes through a relay inside it and a
UNIX socket to a broker outside, which alone knows addresses, and judges them.
"""
