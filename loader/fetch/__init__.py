"""Brings the publishers' files, from the one table of addresses to a folder to build from."""
