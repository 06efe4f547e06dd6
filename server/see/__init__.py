"""What can be seen: what surrounds a thing, the tree of the ROME, the corpus in figures."""
