"""Token vectors of other people's models: a MultiVectorEncoder in the place of our own.

Its tokens are not the embedder's. Passages are cut, and their vectors made, by the latter; what the
other model says of its tokens is laid over the characters of the text.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Any

from index.embed import Embedder, TokenVectors, Vectors, token_vectors
from index.errors import BadInput, ModelProblem
from index.hub import load, named_folder, projections, version

UNBOUNDED = 8192  # tokens; where a model names no limit, its tokenizer says 10^30
TOGETHER = 16  # texts in one pass


class WithForeignTokens:
    """An embedder whose token vectors are those of a MultiVectorEncoder, run with PyTorch.

    Safe to share between threads, which take turns.

    Args:
        embedder: gives the vectors of whole texts, and counts tokens.
        name: a folder or a name on the Hub.
    """

    def __init__(self, embedder: Embedder, name: str) -> None:
        """Remember the two; nothing is loaded before it is needed.

        Raises:
            ModelProblem: there is no such folder, and it can be no name on the Hub.
        """
        named_folder(name)
        self._embedder = embedder
        self._name = name
        self._turn = Lock()  # a tokenizer is changed by being used

    @cached_property
    def fingerprint(self) -> str:
        """That of the embedder, and the other model's name with the hash of its files."""
        return f"{self._embedder.fingerprint} late {version(self._name)}"

    @cached_property
    def limit(self) -> int:
        """What both read of a text; the prompt and the special tokens of the other not counted."""
        with self._turn:
            documents, _ = self._sides
            return min(self._embedder.limit, documents.longest - documents.count(""))

    @cached_property
    def _sides(self) -> "tuple[Side, Side]":
        return _sides(load("MultiVectorEncoder", self._name), self._name)

    def offsets(self, text: str) -> list[tuple[int, int]]:
        """See `Embedder.offsets`; the embedder's own tokens."""
        return self._embedder.offsets(text)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder.embed`."""
        self._check(texts)
        return self._embedder.embed(texts)

    def read(self, texts: Sequence[str]) -> list[TokenVectors]:
        """See `Embedder.read`; the texts are read as documents.

        Raises:
            ModelProblem: a text that is within the limit has too many tokens of the other model.
        """
        self._check(texts)
        return self._documents(texts)

    def both(self, texts: Sequence[str]) -> tuple[Vectors, list[TokenVectors]]:
        """See `Embedder.both`; the same errors as `read`."""
        self._check(texts)
        return self._embedder.embed(texts), self._documents(texts)

    def passages(self, texts: Sequence[str]) -> tuple[Vectors, list[TokenVectors]]:
        """See `Embedder.passages`; the same errors as `read`."""
        self._check(texts)
        return self._embedder.passages(texts)[0], self._documents(texts)

    def ask(self, question: str) -> tuple[Vectors, TokenVectors]:
        """See `Embedder.ask`; the text is read as a question.

        Raises:
            BadInput: the question has too many tokens of the other model.
        """
        self._check([question])
        vector, _ = self._embedder.ask(question)
        with self._turn:
            _, questions = self._sides
            if (count := questions.count(question)) > questions.longest:
                raise BadInput(
                    f"The question has {count} tokens for {self._name}, which reads at most "
                    f"{questions.longest}. Shorten it."
                )
            return vector, questions.read([question])[0]

    def _check(self, texts: Sequence[str]) -> None:
        longest = max((len(self.offsets(text)) for text in texts), default=0)
        if longest > self.limit:
            raise ValueError(f"a text of {longest} tokens; the models read at most {self.limit}")

    def _documents(self, texts: Sequence[str]) -> list[TokenVectors]:
        with self._turn:
            documents, _ = self._sides
            for text in texts:
                if (count := documents.count(text)) > documents.longest:
                    raise ModelProblem(
                        f"{self._name} reads at most {documents.longest} tokens at once, and makes "
                        f"{count} of the passage that begins with {text[:40]!r}. Set a smaller "
                        "`passage_tokens` under [index] in the settings, or name another model."
                    )
            return documents.read(texts)


@dataclass(frozen=True)
class Side:
    """How a model reads documents, or questions: what it puts before each, and how far it reads."""

    encode: Callable[..., list[Mapping[str, Any]]]
    tokenizer: Callable[..., Mapping[str, Any]]
    prompt: str
    longest: int

    def count(self, text: str) -> int:
        """The tokens of a text, those of the prompt and the special ones included."""
        whole = {"truncation": False, "padding": False, "verbose": False}
        return len(self.tokenizer(self.prompt + text, **whole)["input_ids"])

    def read(self, texts: Sequence[str]) -> list[TokenVectors]:
        """The vectors of the texts' own tokens, as far as the model compares them."""
        how = {"max_length": self.longest, "return_offsets_mapping": True}
        found = self.encode(
            list(texts),
            prompt=self.prompt,
            batch_size=TOGETHER,
            show_progress_bar=False,
            output_value=None,
            processing_kwargs={"text": how},
        )
        pairs = zip(found, texts, strict=True)
        return [_laid_over(text, one, len(self.prompt)) for one, text in pairs]


def _laid_over(text: str, found: Mapping[str, Any], prompt: int) -> TokenVectors:
    """Of what a model found in a text with a prompt before it, the part that is the text's."""
    rows, places = [], []
    # special, expanding and filling tokens have the place (0, 0), or none at the end of a row
    for row, (start, end) in enumerate(found["offset_mapping"].tolist()):
        # a token may begin with the last space of the prompt
        left, right = max(start - prompt, 0), max(end - prompt, 0)
        piece = text[left:right]
        if bool(found["attention_mask"][row]) and piece.strip():
            rows.append(row)
            places.append((right - len(piece.lstrip()), left + len(piece.rstrip())))
    return token_vectors(found["token_embeddings"][rows].numpy(), places)


def _sides(model: Any, name: str) -> tuple[Side, Side]:
    """How a model reads documents and questions.

    Raises:
        ModelProblem: its vectors cannot be laid over the words of a text.
    """
    if why := _unfit(model, projections(name)):
        raise ModelProblem(f"{name} cannot be used: {why}. Name another model in the settings.")
    first = model[0]
    most = min(model.max_seq_length or UNBOUNDED, UNBOUNDED)
    if first.query_expansion:
        # the same for short questions, and long ones are not cut to the length of the others
        first.query_expansion = {**first.query_expansion, "strategy": "min"}
    document, query = _prompt(model, "document", "passage", "corpus"), _prompt(model, "query")
    longest = min(first.document_length or most, most)
    documents = Side(model.encode_document, model.tokenizer, document, longest)
    return documents, Side(model.encode_query, model.tokenizer, query, most)


def _unfit(model: Any, saved: int) -> str:
    """Why vectors of a model cannot be laid over the words of a text; empty where they can."""
    from sentence_transformers.base.modules import Dense, Transformer
    from sentence_transformers.multi_vector_encoder.modules import BaseTokenPooling

    first = model[0]
    if not isinstance(first, Transformer) or set(first.modality_config) != {"text"}:
        return "it does not read plain text alone"
    if not getattr(model.tokenizer, "is_fast", False):
        return "its tokenizer does not tell where in a text a token stands"
    if any(isinstance(module, BaseTokenPooling) for module in model):
        return "it merges the vectors of several tokens"
    # a projection that the files lack is made up on loading, each time anew
    if sum(isinstance(module, Dense) for module in model) > saved:
        return "it was not trained for late interaction"
    return ""


def _prompt(model: Any, *names: str) -> str:
    """What sentence-transformers puts before a text, by the first of some names that it knows."""
    name = next((name for name in names if name in model.prompts), model.default_prompt_name)
    return model.prompts.get(name) or ""
