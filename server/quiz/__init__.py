"""Quiz: interests and RIASEC types asked for screen by screen, and the métiers that have them."""
