"""Chaos: what harms a server that runs, kind by kind, while a watcher tells what others notice."""
