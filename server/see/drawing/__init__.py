"""The drawing of a neighbourhood: a model of boxes and lettering, its layout, its SVG."""
