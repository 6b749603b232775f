"""The child: reads files for its parent, one after the other, until the parent hangs up.

    python -m index.apart.worker index.readers '{"memory": 1073741824, ...}'

It is started with a socket as its standard input (`index.apart.frames`). A request is two messages,
the ending of the file's name and the file's bytes; the answer is one (`index.apart.reply`).
"""

import importlib
import json
import resource
import signal
import socket
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict

from index.apart.confine import confine
from index.apart.frames import receive, send
from index.apart.limits import LONGEST_WHY, Limits
from index.errors import TooLarge, Unreadable
from index.readers import Reader
from index.readers.extract import Extract, check_size

LATER = 5  # seconds after the parent's own limit: for a child that has no parent any more
MOST = 1 << 30  # bytes of a request; the parent sends no file that is larger than it takes


def main(readers: str, limits: Limits) -> None:
    """Serve the readers of a module until there is nobody left, or nothing to do."""
    pipe = socket.socket(fileno=0)
    table: Mapping[str, Reader] = importlib.import_module(readers).READERS
    send(pipe, json.dumps(confine(limits.memory)).encode())
    while True:
        # the default deed of SIGALRM ends a process wherever it hangs
        signal.alarm(limits.idle)
        ending = receive(pipe, MOST).decode("ascii")
        signal.alarm(limits.wall + LATER)
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + limits.cpu + 1, hard))
        send(pipe, _encode(_read(table[ending], receive(pipe, MOST))))


def _read(reader: Reader, data: bytes) -> Extract | Unreadable:
    try:
        extract = reader.read(data)
        check_size(extract)
        return extract
    except Unreadable as error:
        return type(error)(str(error)[:LONGEST_WHY])
    except MemoryError:
        return TooLarge("reading it takes more memory than is allowed; split it")
    except Exception as error:  # noqa: BLE001 - whatever a library makes of a broken file
        return Unreadable(
            f"the program that reads such files failed on it ({type(error).__name__}); "
            "save it again, or in another format"
        )


def _encode(found: Extract | Unreadable) -> bytes:
    if isinstance(found, Extract):
        reply: dict[str, object] = {"extract": asdict(found)}
    else:
        reply = {"kind": type(found).__name__, "why": str(found)}
    return json.dumps(reply, ensure_ascii=False).encode()


if __name__ == "__main__":
    try:
        main(sys.argv[1], Limits(**json.loads(sys.argv[2])))
    except (EOFError, ConnectionError):
        sys.exit(0)
