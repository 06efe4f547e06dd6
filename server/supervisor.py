"""``python -m server.supervisor SOCKET``: the supervisor, until its standard input is closed."""

import os
import signal
import socket
import sys

from ontology import prefixes
from server.engine.pool.limits import Conditions
from server.engine.pool.process import BROKER
from server.engine.pool.supervisor import Supervisor
from server.operations.json_logs import configure
from server.settings import Settings


def main(path: str) -> None:
    """Listen on a socket that only this user may reach, say so on standard output, serve."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nurseries that end leave nothing behind
    settings = Settings.from_environment(os.environ)
    configure(settings.log)
    conditions = Conditions(settings.limits, settings.kept, prefixes(), f"{path}{BROKER}")
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listening:
        listening.bind(path)
        listening.listen(64)
        supervisor = Supervisor(listening, sys.stdin.fileno(), conditions)
        print("ready", flush=True)
        supervisor.run()


if __name__ == "__main__":
    main(sys.argv[1])
