"""The networks: MiniLM's own lower layers, frozen and shared, with upper layers of our own.

Both readers start from all-MiniLM-L6-v2 and leave its embeddings and first two layers as they are,
so only four layers of each are shipped, and one pass through the trunk serves them all.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

from index.minilm import DIMENSIONS
from index.network import FROZEN, published
from index.weights import model_folder

LAYERS = 6
HEADS = 12
WIDTH = 128  # of a token vector as it is stored
NARROW = 1e-12  # BERT's epsilon
DROPOUT = 0.1


class Embeddings(nn.Module):
    """Words, positions and types, added and normalised."""

    def __init__(self) -> None:
        super().__init__()
        self.word_embeddings = nn.Embedding(30522, DIMENSIONS)
        self.position_embeddings = nn.Embedding(512, DIMENSIONS)
        self.token_type_embeddings = nn.Embedding(2, DIMENSIONS)
        self.LayerNorm = nn.LayerNorm(DIMENSIONS, eps=NARROW)

    def forward(self, ids: Tensor, types: Tensor) -> Tensor:
        """States of shape (batch, tokens, 384)."""
        places = torch.arange(ids.shape[1]).unsqueeze(0)
        total = self.word_embeddings(ids) + self.token_type_embeddings(types)
        normal: Tensor = self.LayerNorm(total + self.position_embeddings(places))
        return normal


class Layer(nn.Module):
    """A layer of BERT (Devlin et al. 2019); `seen`, (batch, 1, 1, tokens), is what may be read."""

    def __init__(self) -> None:
        super().__init__()
        wide = 4 * DIMENSIONS
        self.query, self.key, self.value, self.mixed = (
            nn.Linear(DIMENSIONS, DIMENSIONS) for _ in range(4)
        )
        self.wider, self.narrower = nn.Linear(DIMENSIONS, wide), nn.Linear(wide, DIMENSIONS)
        self.after_attention = nn.LayerNorm(DIMENSIONS, eps=NARROW)
        self.after_feeding = nn.LayerNorm(DIMENSIONS, eps=NARROW)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, states: Tensor, seen: Tensor) -> Tensor:
        """States to states, (batch, tokens, 384)."""
        query, key, value = (_heads(part(states)) for part in (self.query, self.key, self.value))
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=seen)
        mixed = mixed.transpose(1, 2).flatten(2)
        states = self.after_attention(states + self.dropout(self.mixed(mixed)))
        fed = self.narrower(functional.gelu(self.wider(states)))
        normal: Tensor = self.after_feeding(states + self.dropout(fed))
        return normal


def _heads(states: Tensor) -> Tensor:
    batch, tokens = states.shape[:2]
    return states.view(batch, tokens, HEADS, DIMENSIONS // HEADS).transpose(1, 2)


class Encoder(nn.Module):
    """MiniLM with upper layers that are trained; the rest stays as it came."""

    def __init__(self) -> None:
        super().__init__()
        self.embeddings = Embeddings()
        self.lower = nn.ModuleList(Layer() for _ in range(FROZEN))
        self.upper = nn.ModuleList(Layer() for _ in range(LAYERS - FROZEN))
        for name, array in published(model_folder()).items():
            self.get_parameter(name).data.copy_(torch.from_numpy(array))
        for part in (self.embeddings, self.lower):
            part.requires_grad_(False)

    def train(self, mode: bool = True) -> "Encoder":
        """Drop nothing in what is frozen."""
        super().train(mode)
        self.embeddings.eval()
        self.lower.eval()
        return self

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> Tensor:
        """The states of the last layer, (batch, tokens, 384)."""
        seen = mask.bool()[:, None, None, :]
        # half again as fast; only what is learned from is computed so, not what is measured
        with torch.autocast("cpu", torch.bfloat16, enabled=self.training):
            with torch.no_grad():
                states = self.embeddings(ids, types)
                for layer in self.lower:
                    states = layer(states, seen)
            for layer in self.upper:
                states = layer(states, seen)
        last: Tensor = states.float()
        return last


class LateModel(nn.Module):
    """ColBERT's late interaction (Khattab and Zaharia 2020) with learned token weights.

    `gain` is the logarithm of what multiplies the IDF of a token of a question.
    """

    def __init__(self, directions: Tensor | None = None) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.project = nn.Linear(DIMENSIONS, WIDTH, bias=False)
        if directions is not None:
            self.project.weight.data.copy_(directions)
        self.gain = nn.Linear(DIMENSIONS, 1)
        nn.init.zeros_(self.gain.weight)
        nn.init.zeros_(self.gain.bias)
        self.whole = nn.Parameter(torch.tensor(0.5))  # the share of the passage's own score
        self.sharpness = nn.Parameter(torch.tensor(3.2))  # ln of what the softmax multiplies by
        self.bar = nn.Parameter(torch.tensor([10.0, -5.5]))  # score to logit that any answers

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Unit vectors (batch, tokens, WIDTH) and log gains (batch, tokens)."""
        states = self.encoder(ids, mask, torch.zeros_like(ids))
        return functional.normalize(self.project(states), dim=-1), self.gain(states).squeeze(-1)


class Judge(nn.Module):
    """A cross-encoder: the logit that a sentence answers a question."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.head = nn.Linear(2 * DIMENSIONS, 1)
        nn.init.zeros_(self.head.bias)

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> Tensor:
        """A logit for each pair, from the first state and the mean of the sentence's."""
        states = self.encoder(ids, mask, types)
        inside = (mask * types).unsqueeze(-1).to(states.dtype)
        mean = (states * inside).sum(1) / inside.sum(1).clamp(min=1)
        logit: Tensor = self.head(torch.cat([states[:, 0], mean], dim=-1)).squeeze(-1)
        return logit
