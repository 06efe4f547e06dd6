"""What the round trip compares: a sheet as a sequence of words."""

import re

_TAGS = re.compile(r"<br/>|</?p>")


def words(text: str) -> list[str]:
    """Return the words of a text: any white space parts them, `<br/>` and `<p>` are ignored."""
    return _TAGS.sub(" ", text).split()
