"""TinyLLM's training step in vectorized NumPy. usage: step_numpy.py float32 2"""

import os
import sys

DTYPE, THREADS = sys.argv[1:]
for name in ("OPENBLAS", "MKL", "OMP"):
    os.environ[f"{name}_NUM_THREADS"] = THREADS

import numpy as np  # noqa: E402

from common import serve  # noqa: E402

FLOAT = np.dtype(DTYPE).type
SLOPE, CUBE = FLOAT(np.sqrt(2 / np.pi)), FLOAT(0.044715)


def layer_norm(x, gain, bias):
    centred = x - x.mean(-1, keepdims=True)
    scale = 1 / np.sqrt((centred * centred).mean(-1, keepdims=True) + FLOAT(1e-5))
    x_hat = centred * scale
    return x_hat * gain + bias, (x_hat, scale, gain)


def layer_norm_backward(d, saved):
    x_hat, scale, gain = saved
    d_gain, d_bias = (d * x_hat).sum(0), d.sum(0)
    d = d * gain
    d = d - d.mean(-1, keepdims=True) - x_hat * (d * x_hat).mean(-1, keepdims=True)
    return d * scale, d_gain, d_bias


def gelu(x):
    tanh = np.tanh(SLOPE * (x + CUBE * x * x * x))
    return FLOAT(0.5) * x * (1 + tanh), tanh


def gelu_backward(d, x, tanh):
    du = SLOPE * (1 + 3 * CUBE * x * x)
    return d * FLOAT(0.5) * (1 + tanh + x * (1 - tanh * tanh) * du)


class Model:
    def __init__(self, request, weights, inputs, targets):
        self.config = request["config"]
        self.weights = {k: v.astype(FLOAT) for k, v in weights.items()}
        self.inputs, self.targets = inputs, targets.ravel()
        length = inputs.shape[1]
        self.positions = self.weights.pop("positions")[:length]
        self.mask = np.triu(np.full((length, length), -1e9, FLOAT), 1)
        self.random = np.random.default_rng(1)
        self.means = {k: np.zeros_like(v) for k, v in self.weights.items()}
        self.squares = {k: np.zeros_like(v) for k, v in self.weights.items()}
        self.steps = 0

    def dropout(self, x, rate):
        """Returns the output and the gradient's factors (None without dropout)."""
        if rate == 0:
            return x, None
        kept = self.random.random(x.shape, dtype=FLOAT) >= rate
        factor = kept * FLOAT(1 / (1 - rate))
        return x * factor, factor

    def attention(self, qkv):
        batch, length = self.inputs.shape
        heads = self.config["nHeads"]
        size = self.config["dModel"] // heads
        q, k, v = qkv.reshape(batch, length, 3, heads, size).transpose(2, 0, 3, 1, 4)
        p = q @ k.swapaxes(-1, -2)
        p *= FLOAT(size**-0.5)
        p += self.mask
        p -= p.max(-1, keepdims=True)
        np.exp(p, out=p)
        p /= p.sum(-1, keepdims=True)
        out = (p @ v).transpose(0, 2, 1, 3).reshape(batch * length, -1)
        return out, (q, k, v, p)

    def attention_backward(self, d, saved):
        q, k, v, p = saved
        batch, heads, length, size = q.shape
        d = d.reshape(batch, length, heads, size).transpose(0, 2, 1, 3)
        d_v = p.swapaxes(-1, -2) @ d
        d_p = d @ v.swapaxes(-1, -2)
        d_p -= (d_p * p).sum(-1, keepdims=True)
        d_p *= p
        d_p *= FLOAT(size**-0.5)
        d_qkv = np.stack([d_p @ k, d_p.swapaxes(-1, -2) @ q, d_v])
        return d_qkv.transpose(1, 3, 0, 2, 4).reshape(batch * length, -1)

    def block(self, x, w, rate):
        h1, norm1 = layer_norm(x, w("norm1Gain"), w("norm1Bias"))
        mixed, attention = self.attention(h1 @ w("qkvWeight").T)
        out, kept1 = self.dropout(mixed @ w("projectionWeight").T, rate)
        x = x + out
        h2, norm2 = layer_norm(x, w("norm2Gain"), w("norm2Bias"))
        up = h2 @ w("upWeight").T + w("upBias")
        bent, tanh = gelu(up)
        out, kept2 = self.dropout(bent @ w("downWeight").T + w("downBias"), rate)
        saved = (h1, norm1, attention, mixed, kept1, h2, norm2, up, bent, tanh, kept2)
        return x + out, saved

    def block_backward(self, d, saved, w, grad):
        h1, norm1, attention, mixed, kept1, h2, norm2, up, bent, tanh, kept2 = saved
        d_down = d if kept2 is None else d * kept2
        grad("downWeight", d_down.T @ bent)
        grad("downBias", d_down.sum(0))
        d_up = gelu_backward(d_down @ w("downWeight"), up, tanh)
        grad("upWeight", d_up.T @ h2)
        grad("upBias", d_up.sum(0))
        d_x, d_gain, d_bias = layer_norm_backward(d_up @ w("upWeight"), norm2)
        grad("norm2Gain", d_gain)
        grad("norm2Bias", d_bias)
        d = d + d_x
        d_out = d if kept1 is None else d * kept1
        grad("projectionWeight", d_out.T @ mixed)
        d_qkv = self.attention_backward(d_out @ w("projectionWeight"), attention)
        grad("qkvWeight", d_qkv.T @ h1)
        d_x, d_gain, d_bias = layer_norm_backward(d_qkv @ w("qkvWeight"), norm1)
        grad("norm1Gain", d_gain)
        grad("norm1Bias", d_bias)
        return d + d_x

    def loss_and_gradients(self, rate=0):
        weights, gradients = self.weights, {}
        table = weights["tokenEmbedding"]
        x = (table[self.inputs] + self.positions).reshape(-1, table.shape[1])
        x, kept = self.dropout(x, rate)
        layers = range(self.config["nLayers"])
        part = [lambda name, i=i: weights[f"blocks.{i}.{name}"] for i in layers]
        saved = []
        for i in layers:
            x, one = self.block(x, part[i], rate)
            saved.append(one)
        hidden, final = layer_norm(x, weights["finalGain"], weights["finalBias"])
        logits = hidden @ table.T
        rows = np.arange(len(logits))
        logits -= logits.max(-1, keepdims=True)
        chosen = logits[rows, self.targets]
        np.exp(logits, out=logits)
        sums = logits.sum(-1, keepdims=True)
        loss = (np.log(sums[:, 0]) - chosen).mean()
        logits /= sums
        logits[rows, self.targets] -= 1
        logits /= FLOAT(len(rows))
        gradients["tokenEmbedding"] = logits.T @ hidden
        d, *both = layer_norm_backward(logits @ table, final)
        gradients["finalGain"], gradients["finalBias"] = both
        for i in reversed(layers):
            def grad(name, value, i=i):
                gradients[f"blocks.{i}.{name}"] = value
            d = self.block_backward(d, saved[i], part[i], grad)
        d = d if kept is None else d * kept
        np.add.at(gradients["tokenEmbedding"], self.inputs.ravel(), d)
        return loss, gradients

    def step(self, rate=1e-3, beta1=0.9, beta2=0.999, epsilon=1e-8):
        _, gradients = self.loss_and_gradients(self.config["dropout"])
        self.steps += 1
        norm = np.sqrt(sum(float(np.vdot(g, g)) for g in gradients.values()))
        clip = FLOAT(min(1, 1 / norm))
        beta1, beta2 = FLOAT(beta1), FLOAT(beta2)
        mean_factor = FLOAT(rate / (1 - beta1**self.steps))
        square_factor = FLOAT(1 / (1 - beta2**self.steps))
        for name, g in gradients.items():
            mean, square = self.means[name], self.squares[name]
            g *= clip
            mean *= beta1
            mean += (1 - beta1) * g
            square *= beta2
            square += (1 - beta2) * g * g
            deviation = np.sqrt(square * square_factor) + FLOAT(epsilon)
            self.weights[name] -= mean_factor * mean / deviation


serve(np, Model, f"NumPy {np.__version__}")
