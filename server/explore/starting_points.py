"""Starting points of studies: the diplomas and levels after which one asks what to do next."""

from dataclasses import dataclass
from typing import Any, Final

from server.http.language import lazy_gettext

__all__ = ["BAC", "STARTING_POINTS", "StartingPoint"]

BAC: Final = "bac-ou-equivalent"


@dataclass(frozen=True)
class StartingPoint:
    """A diploma or a level: `types` are the types of formations that give it, `niveau` its level.

    What follows it is what those formations name; without types, what one enters from its level.

    `label` is what it is called, `after` what follows it, in the language of the page when read.
    """

    slug: str
    niveau: str
    label: Any
    after: Any
    types: tuple[str, ...] = ()


STARTING_POINTS: Final = {
    each.slug: each
    for each in (
        StartingPoint("3e", "3e", lazy_gettext("la 3e"), lazy_gettext("Après la 3e")),
        StartingPoint(
            "cap", "cap-ou-equivalent",
            lazy_gettext("un CAP"), lazy_gettext("Après un CAP"),
            ("CAP", "CAP agricole", "certificat d'aptitude professionnelle"),
        ),
        StartingPoint(
            "bac-pro", BAC,
            lazy_gettext("un bac pro"), lazy_gettext("Après un bac pro"),
            ("baccalauréat professionnel",),
        ),
        StartingPoint(
            "bac-techno", BAC,
            lazy_gettext("un bac techno"), lazy_gettext("Après un bac techno"),
            ("baccalauréat technologique",),
        ),
        StartingPoint(
            "bac-general", BAC,
            lazy_gettext("un bac général"), lazy_gettext("Après un bac général"),
            ("baccalauréat général",),
        ),
        StartingPoint(
            "bp", BAC,
            lazy_gettext("un BP ou un BMA"), lazy_gettext("Après un BP ou un BMA"),
            ("brevet professionnel", "brevet des métiers d'art"),
        ),
        StartingPoint(
            "bts", "bac-2",
            lazy_gettext("un BTS"), lazy_gettext("Après un BTS"),
            ("brevet de technicien supérieur", "brevet de technicien supérieur agricole"),
        ),
        StartingPoint(
            "but", "bac-3",
            lazy_gettext("un BUT"), lazy_gettext("Après un BUT"),
            ("bachelor universitaire de technologie",),
        ),
        StartingPoint(
            "licence", "bac-3",
            lazy_gettext("une licence"), lazy_gettext("Après une licence"), ("licence",),
        ),
        StartingPoint(
            "master", "bac-5", lazy_gettext("un master"), lazy_gettext("Après un master"),
        ),
    )
}  # fmt: skip
"""By slug, in the order of studies."""
