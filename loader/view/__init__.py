"""View: several editions merged into the default graph, and where they disagree."""
