"""Prints where the windows of chapter 17's workers begin: (steps, workers, 8).

usage: window_starts.py TOKENS STEPS
"""

import json
import sys

import torch

tokens, steps = map(int, sys.argv[1:])
workers = [torch.Generator().manual_seed(rank) for rank in range(2)]
starts = [[torch.randint(tokens - 128, (8,), generator=random).tolist() for random in workers]
          for _ in range(steps)]
print(json.dumps(starts))
