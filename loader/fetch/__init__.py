"""Download of the publishers' files, from one table of addresses to a folder to build from."""
