from server.gateway.request import Request
from server.gateway.response_cache import CachedReply, ResponseCache, etag_of


def reply(size: int) -> CachedReply:
    return CachedReply(200, (), b"x" * (size - 2000))


def tag(number: int) -> bytes:
    return b'"%d"' % number


def request(method: str = "GET", query: bytes = b"a=1", accept: bytes = b"*/*") -> Request:
    headers = [(b"accept", accept), (b"x-other", b"1")]
    scope = {"method": method, "path": "/é", "query_string": query, "headers": headers}
    return Request(scope, b"")


def test_the_answers_asked_for_last_stay_within_the_room() -> None:
    memory = ResponseCache(160_000)
    for number in range(16):
        memory.keep(tag(number), reply(10_000))
    assert memory.find(tag(0)) is not None
    memory.keep(tag(16), reply(10_000))
    assert len(memory) == 16
    assert memory.find(tag(1)) is None
    assert memory.find(tag(0)) is not None


def test_an_answer_too_large_for_its_part_is_not_kept() -> None:
    memory = ResponseCache(160_000)
    memory.keep(tag(1), reply(10_001))
    assert len(memory) == 0


def test_a_second_answer_under_a_tag_changes_nothing() -> None:
    memory = ResponseCache(160_000)
    first = reply(9_000)
    memory.keep(tag(1), first)
    memory.keep(tag(1), reply(8_000))
    assert memory.find(tag(1)) is first


def test_a_tag_tells_requests_releases_software_and_codings_apart() -> None:
    tags = {
        etag_of(request(), "d1", "s1", ""),
        etag_of(request(query=b"a=2"), "d1", "s1", ""),
        etag_of(request(accept=b"text/csv"), "d1", "s1", ""),
        etag_of(request("POST"), "d1", "s1", ""),
        etag_of(request(), "d2", "s1", ""),
        etag_of(request(), "d1", "s2", ""),
        etag_of(request(), "d1", "s1", "br"),
    }
    assert len(tags) == 7
    assert etag_of(request("HEAD"), "d1", "s1", "") in tags
