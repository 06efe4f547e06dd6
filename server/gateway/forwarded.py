"""Who asks, where proxies stand in front of the server."""

from server.gateway.request import Scope

__all__ = ["believed"]

_FORWARDED = b"x-forwarded-for"


def believed(scope: Scope, proxies: int) -> Scope:
    """Return a request whose client is whom the first of the believed proxies has seen.

    Each proxy adds a member behind a comma. Whoever reads quotes in what stands before it, as the
    framework does, lets a client open one that swallows what they add: here a comma is a comma, and
    nobody behind the gateway reads the header again.
    """
    if not proxies:
        return scope
    said = b",".join(text for name, text in scope["headers"] if name == _FORWARDED).split(b",")
    seen = said[-proxies].strip().decode("latin-1") if len(said) >= proxies else ""
    others = [each for each in scope["headers"] if each[0] != _FORWARDED]
    return {**scope, "headers": others, "client": (seen, 0) if seen else scope.get("client")}
