"""TinyLLM's training step in PyTorch, eager. usage: step_torch.py 2"""

import sys

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from common import serve

torch.set_num_threads(int(sys.argv[1]))


class Block(nn.Module):
    def __init__(self, config):
        super().__init__()
        width, self.heads = config["dModel"], config["nHeads"]
        self.norm1 = nn.LayerNorm(width)
        self.qkv = nn.Linear(width, 3 * width, bias=False)
        self.projection = nn.Linear(width, width, bias=False)
        self.norm2 = nn.LayerNorm(width)
        self.up = nn.Linear(width, config["dFf"])
        self.down = nn.Linear(config["dFf"], width)
        self.dropout = nn.Dropout(config["dropout"])

    def forward(self, x):
        batch, length, width = x.shape
        qkv = self.qkv(self.norm1(x)).view(batch, length, 3, self.heads, -1)
        q, k, v = qkv.permute(2, 0, 3, 1, 4)
        mixed = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        mixed = mixed.transpose(1, 2).reshape(batch, length, width)
        x = x + self.dropout(self.projection(mixed))
        bent = F.gelu(self.up(self.norm2(x)), approximate="tanh")
        return x + self.dropout(self.down(bent))


class TinyLLM(nn.Module):
    def __init__(self, config, positions):
        super().__init__()
        width = config["dModel"]
        self.embedding = nn.Embedding(config["vocabSize"], width)
        self.blocks = nn.ModuleList(Block(config) for _ in range(config["nLayers"]))
        self.final = nn.LayerNorm(width)
        self.dropout = nn.Dropout(config["dropout"])
        self.register_buffer("positions", positions)

    def forward(self, inputs, targets):
        x = self.dropout(self.embedding(inputs) + self.positions)
        for block in self.blocks:
            x = block(x)
        logits = F.linear(self.final(x), self.embedding.weight)  # tied
        return F.cross_entropy(logits.flatten(0, 1), targets.flatten())


def our_name(theirs):
    """blocks.0.norm1.weight is blocks.0.norm1Gain here."""
    *path, last, kind = theirs.split(".")
    if last == "embedding":
        return "tokenEmbedding"
    is_norm = last.startswith("norm") or last == "final"
    ending = "Gain" if is_norm and kind == "weight" else kind.capitalize()
    return ".".join([*path, last + ending])


class Model:
    def __init__(self, request, weights, inputs, targets):
        torch.manual_seed(1)
        positions = torch.from_numpy(weights["positions"][: inputs.shape[1]].copy())
        self.net = TinyLLM(request["config"], positions.float())
        self.ids = torch.from_numpy(inputs), torch.from_numpy(targets)
        with torch.no_grad():
            for name, parameter in self.net.named_parameters():
                parameter.copy_(torch.from_numpy(weights[our_name(name)].copy()))
        self.optimizer = torch.optim.Adam(self.net.parameters(), lr=1e-3)

    def loss_and_gradients(self):
        self.net.eval()
        self.net.zero_grad()
        loss = self.net(*self.ids)
        loss.backward()
        named = self.net.named_parameters()
        gradients = {our_name(n): p.grad.double().numpy() for n, p in named}
        self.net.train()
        return loss.item(), gradients

    def step(self):
        self.optimizer.zero_grad()
        self.net(*self.ids).backward()
        nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
        self.optimizer.step()


serve(np, Model, f"PyTorch {torch.__version__}")
