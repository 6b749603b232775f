"""What a call costs, whatever else its process does."""

import gc
import time
from collections.abc import Callable


def seconds(task: Callable[[], object]) -> float:
    """Processor seconds of this thread, without a search for the garbage that other tests left."""
    gc.disable()
    try:
        started = time.thread_time()
        task()
        return time.thread_time() - started
    finally:
        gc.enable()
