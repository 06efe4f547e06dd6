"""Replicas: a release taken from another server, file by file, and put in service at once.

`listing` is what the server says of the release, `pull` takes it.
"""
