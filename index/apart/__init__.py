"""Reads files of foreign formats in a child process with limits.

Whatever a file does to the library that parses it, the parent and the other files go on; and the
parent takes the child's reply for what anybody might have sent.
"""

from index.apart.pool import read_apart

__all__ = ["read_apart"]
