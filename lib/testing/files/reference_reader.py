"""Reads paths of safetensors files, one per line, with the format's own reader.

Prints one line per file: `accepted`, or `refused` and why.
"""

import sys

from safetensors import deserialize, safe_open

for line in sys.stdin:
    path = line.rstrip("\n")
    try:
        with safe_open(path, framework="numpy") as file:
            file.metadata()
        verdict = "accepted"
    except Exception as error:
        verdict = "refused " + " ".join(str(error).split())
    with open(path, "rb") as file:
        content = file.read()
    try:
        deserialize(content)
        same = verdict == "accepted"
    except Exception:
        same = verdict != "accepted"
    print(verdict if same else "undecided", flush=True)
