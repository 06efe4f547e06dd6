"""The drawing of a neighbourhood: a model of boxes and texts, its layout, its SVG."""
