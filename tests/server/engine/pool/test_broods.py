import os
import socket

from server.engine.pool.broods import Worker


def test_a_worker_that_has_died_may_be_slowed_down_and_killed() -> None:
    ours, theirs = socket.socketpair()
    with theirs:
        worker = Worker(ours)
        pid = os.posix_spawn("/bin/true", ["true"], os.environ)
        worker.born(pid)
        os.waitpid(pid, 0)
        worker.slow_down()
        worker.kill()
        assert worker.heavy
        assert worker.killed
        worker.close()
