"""Releases on disk, as the server reads them: layout, the current one, history, what is cached."""
