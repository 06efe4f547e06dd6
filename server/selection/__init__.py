"""Selection: métiers and formations that a reader keeps, compared, handed out, taken along."""
