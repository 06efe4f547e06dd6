"""Study paths: what leads to a métier step by step, drawn; and what one may do after a diploma."""
