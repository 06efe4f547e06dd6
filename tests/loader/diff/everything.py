"""What stands for the things that two releases do not say the same of, where all are looked at."""


class Everything:
    """Holds whatever is asked for."""

    def __contains__(self, _: object) -> bool:
        return True
