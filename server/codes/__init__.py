"""Code resolver: what codes of mixed classifications are, which a label column helps to settle."""
