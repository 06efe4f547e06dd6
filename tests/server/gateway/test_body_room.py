"""The bytes of bodies on their way: bounded in all, and for each client."""

import pytest

from server.gateway.request import BodyRoom, Refused


def test_a_client_leaves_half_of_the_room_to_others() -> None:
    room = BodyRoom(100)
    room.take("a", 50)
    with pytest.raises(Refused):
        room.take("a", 1)
    room.take("b", 40)
    with pytest.raises(Refused):
        room.take("c", 11)
    room.give("a", 50)
    room.take("a", 50)
