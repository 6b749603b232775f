"""The web server of the page (home of uvicorn)."""

import logging
import socket
import sys
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

from index.errors import BadInput

# seconds for which one thread of Python may keep the rest from running, a tenth of Python's own: a
# reply gives way some dozens of times, and would wait that long at each for a thread that computes
SWITCH = 0.0005


def bind(listener: socket.socket, host: str, port: int) -> None:
    """Take an address before anything is loaded, so that a port in use is known at once.

    Raises:
        BadInput: the address cannot be had.
    """
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except (OSError, OverflowError) as error:
        why = str(error).rstrip(".")
        raise BadInput(f"{host}:{port} cannot be used: {why}. Name another --port.") from error


def serve(app: ASGIApp, listener: socket.socket) -> None:
    """Serve until stopped."""
    sys.setswitchinterval(SWITCH)
    config = uvicorn.Config(app, log_config=None, log_level="warning", timeout_graceful_shutdown=2)
    Server(config).run(sockets=[listener])


class Server(uvicorn.Server):
    """Stops without a word about the lines that were open."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop; see uvicorn."""
        # every open page holds a line to us; that these are cut now is no fault to report
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        super().handle_exit(sig, frame)
