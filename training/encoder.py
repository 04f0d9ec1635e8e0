"""The encoder in plain torch: a BERT of 6 layers and 384 units (all-MiniLM-L6-v2), told the case of each word, with a head for names.

The base's vocabulary has no capitals. Each token therefore carries the case of its word through the token-type input: 0 no letter, 1 lower,
2 Title, 3 UPPER, 4 mixed. The embedding of token types grows from two rows to five; all five start as the base's first row.
"""

from __future__ import annotations

import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional

from parley.annotate.model import ACTS, LABELS, ROLE_WIDTH, STATUSES, TRACKS

LAYERS, WIDTH, HEADS, INNER, CASES = 6, 384, 12, 1536, 5
HEADS_OF_OURS = ("names", "cases", "acts", "roles")


class Layer(nn.Module):
    """One transformer layer, post-norm, as in BERT."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: torch.Tensor, blocked: torch.Tensor) -> torch.Tensor:
        """x: batch, tokens, width; blocked: batch, 1, 1, tokens with large negative values at padding."""
        n, t, _ = x.shape
        q, k, v = (f(x).view(n, t, HEADS, WIDTH // HEADS).transpose(1, 2) for f in (self.query, self.key, self.value))
        weights = torch.softmax(q @ k.transpose(-1, -2) * (WIDTH // HEADS) ** -0.5 + blocked, dim=-1)
        x = self.norm1(x + self.drop(self.out((weights @ v).transpose(1, 2).reshape(n, t, WIDTH))))
        return self.norm2(x + self.drop(self.down(functional.gelu(self.up(x)))))


class Encoder(nn.Module):
    """ids, mask, case (batch, tokens) -> what each token says.

    names (batch, tokens, 9): logits of the name labels. acts (batch, tokens, 17 + 8 + 5): logits of the PLOVER class, status and track of the event
    that a token tells. roles (batch, tokens, 4 * 64): asking for a source, asking for a target, answering as source, answering as target; the dot
    product of an event token's question with another token's answer, over 8, is the logit that the other belongs to its source (target).
    states (batch, tokens, 384): their mean over a sentence, of unit length, is its vector.
    """

    def __init__(self) -> None:
        super().__init__()
        self.words, self.places, self.cases = nn.Embedding(30522, WIDTH), nn.Embedding(512, WIDTH), nn.Embedding(CASES, WIDTH)
        self.norm, self.drop = nn.LayerNorm(WIDTH, eps=1e-12), nn.Dropout(0.1)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.names = nn.Linear(WIDTH, len(LABELS))
        self.acts = nn.Linear(WIDTH, len(ACTS) + len(STATUSES) + len(TRACKS))
        self.roles = nn.Linear(WIDTH, 4 * ROLE_WIDTH)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, case: torch.Tensor) -> tuple[torch.Tensor, ...]:
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.drop(self.norm(self.words(ids) + self.places(places) + self.cases(case)))
        blocked = (1.0 - mask[:, None, None, :].to(x.dtype)) * -10000.0
        for layer in self.layers:
            x = layer(x, blocked)
        dropped = self.drop(x)
        return self.names(dropped), self.acts(dropped), self.roles(dropped), x


def vectors(states: torch.Tensor, parts: torch.Tensor) -> torch.Tensor:
    """(batch, sentences, 384): the mean of each sentence's tokens, of unit length; parts (batch, sentences, tokens) marks them with 1."""
    return functional.normalize(parts.float() @ states.float(), dim=-1)


def from_base(path: str) -> Encoder:
    """The encoder with the weights of the base model's `model.safetensors`."""
    base = load_file(path)
    model = Encoder()
    names = {"words.weight": "embeddings.word_embeddings.weight", "places.weight": "embeddings.position_embeddings.weight"}
    for part in ("weight", "bias"):
        names[f"norm.{part}"] = f"embeddings.LayerNorm.{part}"
        for i in range(LAYERS):
            theirs = f"encoder.layer.{i}."
            for ours, their in (
                ("query", "attention.self.query"), ("key", "attention.self.key"), ("value", "attention.self.value"), ("out", "attention.output.dense"),
                ("norm1", "attention.output.LayerNorm"), ("up", "intermediate.dense"), ("down", "output.dense"), ("norm2", "output.LayerNorm"),
            ):  # fmt: skip
                names[f"layers.{i}.{ours}.{part}"] = f"{theirs}{their}.{part}"
    state = model.state_dict()
    for ours, their in names.items():
        state[ours] = base[their]
    state["cases.weight"] = base["embeddings.token_type_embeddings.weight"][:1].repeat(CASES, 1)
    missing = [name for name in set(state) - set(names) if not name.startswith(HEADS_OF_OURS)]
    assert not missing, missing
    model.load_state_dict(state)
    return model
