"""What the child takes from itself before it sees a file: memory, files, network, processes.

On Linux the kernel enforces all of it, where it lets an ordinary process have namespaces of its own
(user_namespaces(7)) and restrict its own access to files (landlock(7)); some containers and some
distributions do not. Elsewhere, and beneath it, an audit hook (PEP 578) refuses what Python code
would do: that stops a library that is led astray, not one whose machine code was taken over.
"""

import ctypes
import os
import resource
import struct
import sys
from pathlib import Path

CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = 0x10000000, 0x20000000, 0x40000000
PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 4, 38
# landlock(7): system calls, the same on every machine; to execute, write, make and remove files; to
# truncate them; to bind and connect; to signal others and speak to their abstract sockets
CREATE_RULESET, RESTRICT_SELF = 444, 446
CHANGE_FILES, TRUNCATE, NETWORK, OTHERS = 0b1_1111_1111_0011, 1 << 14, 0b11, 0b11
OPEN_FILES = 32
WRITING = os.O_WRONLY | os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_TRUNC
# the events of docs.python.org/3/library/audit_events.html that reach beyond the process
REFUSED = (
    "socket.", "subprocess.", "shutil.", "tempfile.", "http.", "urllib.", "ftplib.", "smtplib.",
    "os.fork", "os.exec", "os.spawn", "os.posix_spawn", "os.system", "os.startfile", "os.kill",
    "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate",
    "os.chmod", "os.chown", "os.chflags", "os.utime", "os.setxattr", "os.removexattr",
    "pty.", "signal.pthread_kill", "sqlite3.", "webbrowser.",
)  # fmt: skip


def confine(memory: int) -> list[str]:
    """Give everything up that reading a file does not need; it cannot be had back.

    Args:
        memory: bytes of address space that are left for what is to come.

    Returns:
        What of "namespaces" and "landlock" the kernel has given us.
    """
    os.nice(10)
    held = _leave() if sys.platform == "linux" else []
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_NOFILE, OPEN_FILES)
    _limit(resource.RLIMIT_NPROC, 0)
    if sys.platform == "linux":  # macOS takes a limit of the address space and does not keep it
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        _limit(resource.RLIMIT_AS, pages * resource.getpagesize() + memory)
    sys.addaudithook(_refuse)
    return held


def _limit(kind: int, most: int) -> None:
    _, hard = resource.getrlimit(kind)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (most, most))


def _leave() -> list[str]:
    """Leave for where there are no network, no room for processes and no files to change."""
    libc, held = ctypes.CDLL(None), []
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if libc.unshare(CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET) == 0:
        # once the first process of a namespace has ended, no other can begin: pid_namespaces(7)
        if not (first := os.fork()):
            os._exit(0)
        os.waitpid(first, 0)
        held.append("namespaces")
    version = libc.syscall(CREATE_RULESET, None, 0, 1)
    if version > 0:
        files = CHANGE_FILES | (TRUNCATE if version >= 3 else 0)
        ruleset = struct.pack("QQQ", files, NETWORK * (version >= 4), OTHERS * (version >= 6))
        allowed = libc.syscall(CREATE_RULESET, ruleset, len(ruleset), 0)
        if allowed >= 0 and libc.syscall(RESTRICT_SELF, allowed, 0) == 0:
            held.append("landlock")
    # no core dump, also where the system pipes them to a program; nobody looks into us
    libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    return held


def _refuse(event: str, given: tuple[object, ...]) -> None:
    writing = event == "open" and isinstance(given[2], int) and given[2] & WRITING
    if writing or event.startswith(REFUSED):
        raise PermissionError(f"{event} is refused while a file is read")
