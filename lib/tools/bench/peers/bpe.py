"""Byte-pair encoding by Hugging Face's tokenizers, one thread. usage: bpe.py"""

import json
import os
import sys
import time

os.environ["RAYON_NUM_THREADS"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"

import tokenizers  # noqa: E402
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers  # noqa: E402


def fresh(source=None):
    """A tokenizer with an empty cache."""
    if source is not None:
        return Tokenizer.from_str(source.to_str())
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def trained(text, vocab_size):
    tokenizer = fresh()
    trainer = trainers.BpeTrainer(
        vocab_size=vocab_size,
        show_progress=False,
        special_tokens=["<|endoftext|>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
    )
    tokenizer.train_from_iterator([text], trainer)
    return tokenizer


def timed(work):
    start = time.perf_counter()
    result = work()
    return 1000 * (time.perf_counter() - start), result


tokenizer, text = None, ""
for line in sys.stdin:
    request = json.loads(line)
    if request["do"] == "setup":
        with open(request["file"], encoding="utf-8", newline="") as file:
            text = file.read()
        answer = {"versions": f"tokenizers {tokenizers.__version__}"}
    elif request["do"] == "train":
        ms, tokenizer = timed(lambda: trained(text, request["vocabSize"]))
        answer = {"ms": ms}
    else:
        one = fresh(tokenizer)
        ms, encodings = timed(lambda: one.encode_batch_fast([text]))
        answer = {"ms": ms, "tokens": len(encodings[0].ids)}
    print(json.dumps(answer), flush=True)
