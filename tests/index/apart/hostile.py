"""Readers that do, in a real child, what a file may bring a library to do; one for each ending."""

import ctypes
import os
import re
import socket
import sys
import threading
import time
from pathlib import Path

from index.document import Metadata
from index.errors import Encrypted
from index.readers import Reader
from index.readers.extract import LONGEST, MOST_PAGES, Extract

PIPE = 0  # the socket to the parent


def fine(data: bytes) -> Extract:
    return Extract(data.decode(), Metadata("Tides"), (0, 4), (2,), 3)


def loop(data: bytes) -> Extract:
    while True:
        pass


def loop_in_c(data: bytes) -> Extract:
    re.match(r"(a|aa)+$", "a" * 100 + "b")
    return Extract("never")


def sleep(data: bytes) -> Extract:
    time.sleep(3600)
    return Extract("never")


def sleep_deaf(data: bytes) -> Extract:
    """Hang in C, with every signal blocked that can be."""
    libc = ctypes.CDLL(None)
    libc.sigprocmask(0, (ctypes.c_ulong * 16)(*[2**64 - 1] * 16), None)
    while True:
        libc.pause()


def eat(data: bytes) -> Extract:
    held = []
    while True:
        held.append(b"\1" * (1 << 20))


def eat_in_c(data: bytes) -> Extract:
    libc = ctypes.CDLL(None)
    libc.malloc.restype = ctypes.c_void_p
    while place := libc.malloc(1 << 20):
        ctypes.memset(place, 1, 1 << 20)
    return Extract("the system gave no more")


def bomb(data: bytes) -> Extract:
    return Extract(str(len("a" * (1 << 40))))


def fork(data: bytes) -> Extract:
    os.fork()
    return Extract("forked")


def fork_in_c(data: bytes) -> Extract:
    child = ctypes.CDLL(None).fork()
    if child == 0:
        time.sleep(3600)
    return Extract(f"forked: {child > 0}")


def thread(data: bytes) -> Extract:
    threading.Thread(target=time.sleep, args=(3600,)).start()
    return Extract("started")


def connect(data: bytes) -> Extract:
    with socket.create_connection(("127.0.0.1", int(data))) as there:
        there.sendall(b"secret")
    return Extract("sent")


def connect_in_c(data: bytes) -> Extract:
    libc = ctypes.CDLL(None)
    port = int(data).to_bytes(2, "big")
    address = b"\2\0" + port + bytes((127, 0, 0, 1)) + bytes(8)
    there = libc.socket(2, 1, 0)
    return Extract(f"connected: {libc.connect(there, address, len(address)) == 0}")


def write(data: bytes) -> Extract:
    Path(data.decode()).write_text("secret")
    return Extract("written")


def write_in_c(data: bytes) -> Extract:
    libc = ctypes.CDLL(None)
    # Python has SIGXFSZ ignored, so that it is told instead of ended
    there = libc.open(data, os.O_WRONLY | os.O_CREAT, 0o600)
    return Extract(f"written: {libc.write(there, b'secret', 6) > 0}")


def remove(data: bytes) -> Extract:
    Path(data.decode()).unlink()
    return Extract("removed")


def run(data: bytes) -> Extract:
    os.system(data.decode())
    return Extract("run")


def kill(data: bytes) -> Extract:
    os.kill(os.getppid(), 9)
    return Extract("killed")


def many_files(data: bytes) -> Extract:
    return Extract(str(len([os.dup(PIPE) for _ in range(1000)])))


def crash(data: bytes) -> Extract:
    ctypes.string_at(0)
    return Extract("never")


def abort(data: bytes) -> Extract:
    os.abort()


def leave(data: bytes) -> Extract:
    os._exit(0)


def leave_politely(data: bytes) -> Extract:
    sys.exit(0)


def hang_up(data: bytes) -> Extract:
    os.close(PIPE)
    time.sleep(3600)
    return Extract("never")


def overflow(data: bytes) -> Extract:
    return overflow(data)


def fault(data: bytes) -> Extract:
    raise ValueError("a path: /home/somebody")


def chatter(data: bytes) -> Extract:
    for _ in range(10_000):
        print("a line" * 20)
        print("a line" * 20, file=sys.stderr)
    return Extract("said")


def locked(data: bytes) -> Extract:
    raise Encrypted("a password is needed")


def longest(data: bytes) -> Extract:
    return Extract("é" * (LONGEST + int(data)))


def pages(data: bytes) -> Extract:
    count = MOST_PAGES + int(data)
    return Extract("\n" * count, pages=tuple(range(count)))


def as_it_is(data: bytes) -> Extract:
    """Reply with the very bytes of the file."""
    os.write(PIPE, data)
    time.sleep(3600)
    return Extract("never")


def environment(data: bytes) -> Extract:
    return Extract(" ".join(sorted(os.environ)))


def imported(data: bytes) -> Extract:
    return Extract(" ".join(sorted(sys.modules)))


READERS = {
    f".{name}": Reader("text/plain", read, apart=True)
    for name, read in list(globals().items())
    if callable(read) and getattr(read, "__module__", "") == __name__
}
