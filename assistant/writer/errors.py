"""That a language model gave nothing usable: no problem for the reader, who has the quotations."""

from assistant.writer.written import Trouble


class NoReply(Exception):
    """Nothing that can be read came from a language model in time."""

    def __init__(self, trouble: Trouble) -> None:
        """Say why."""
        super().__init__(trouble.value)
        self.trouble = trouble
