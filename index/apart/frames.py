"""Messages over a socket: eight bytes that say how long one is, and then the message."""

import socket
import time

LENGTH = 8


class Garbled(Exception):
    """What came is no message, or a longer one than is taken."""


def send(pipe: socket.socket, message: bytes, deadline: float | None = None) -> None:
    """Send a message, by a moment of `time.monotonic`.

    Raises:
        OSError: nobody is there to take it; TimeoutError where it was not taken in time.
    """
    _set_timeout(pipe, deadline)
    pipe.sendall(len(message).to_bytes(LENGTH, "big") + message)


def receive(pipe: socket.socket, most: int, deadline: float | None = None) -> bytes:
    """The next message, of at most so many bytes, by a moment of `time.monotonic`.

    Raises:
        EOFError: there is none, or only a part of one.
        Garbled: it is longer.
        OSError: the other end is gone; TimeoutError where it did not come in time.
    """
    length = int.from_bytes(_exactly(pipe, LENGTH, deadline), "big")
    if length > most:
        raise Garbled(f"a message of {length} bytes, where at most {most} are taken")
    return bytes(_exactly(pipe, length, deadline))


def _exactly(pipe: socket.socket, count: int, deadline: float | None) -> bytearray:
    message = bytearray()
    while len(message) < count:
        _set_timeout(pipe, deadline)
        # by what has come, not by what was announced: the length is the sender's word
        piece = pipe.recv(min(count - len(message), 1 << 20))
        if not piece:
            raise EOFError
        message += piece
    return message


def _set_timeout(pipe: socket.socket, deadline: float | None) -> None:
    if deadline is not None:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        pipe.settimeout(left)
