"""Times two kernels in turn: the course's, and ipykernel for Python.

    bench-kernel.py FOLDER ROUNDS

The kernels start in FOLDER. Prints one line of JSON: for each
kernel and each measurement, the milliseconds of each round.
"""

import json
import sys
import time

from jupyter_client.manager import KernelManager

LIMIT_S = 120  # fail instead of hanging

KERNELS = {
    "tslab": {
        "function": "function twice(x: number) { return 2 * x; }\ntwice(21)",
        "completion": "Math.ma",
        "library": 'import { check } from "tinyllm";',
    },
    "python3": {
        "function": "def twice(x):\n    return 2 * x\ntwice(21)",
        "completion": "str.ma",
    },
}


class Kernel:
    """A running kernel and its client."""

    def __init__(self, name, folder):
        self.began = time.perf_counter()
        self.manager = KernelManager(kernel_name=name)
        self.manager.start_kernel(cwd=folder)
        self.client = self.manager.client()
        self.client.start_channels(iopub=False, stdin=False, hb=False)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    def since_start(self):
        return 1000 * (time.perf_counter() - self.began)

    def reply_to(self, message_id):
        while True:
            reply = self.client.get_shell_msg(timeout=LIMIT_S)
            if reply["parent_header"].get("msg_id") == message_id:
                break
        if reply["content"]["status"] != "ok":
            raise RuntimeError(f"{self.manager.kernel_name}: {reply['content']}")
        return reply

    def run(self, code):
        """Runs a cell; both kernels reply after the outputs were sent."""
        began = time.perf_counter()
        self.reply_to(self.client.execute(code))
        return 1000 * (time.perf_counter() - began)

    def complete(self, code):
        began = time.perf_counter()
        reply = self.reply_to(self.client.complete(code))
        if not reply["content"]["matches"]:
            raise RuntimeError(f"{self.manager.kernel_name}: {code} did not end")
        return 1000 * (time.perf_counter() - began)


def measure(name, folder):
    codes = KERNELS[name]
    times = {}
    with Kernel(name, folder) as kernel:
        kernel.reply_to(kernel.client.kernel_info())
        times["ready"] = kernel.since_start()
        kernel.run("1 + 1")
        times["first"] = kernel.since_start()
        times["sum"] = kernel.run("1 + 1")
        times["function"] = kernel.run(codes["function"])
        times["completion"] = kernel.complete(codes["completion"])
    if "library" in codes:
        with Kernel(name, folder) as kernel:
            kernel.run(codes["library"])
            times["library"] = kernel.since_start()
    return times


def main(folder, rounds):
    results = {name: {} for name in KERNELS}
    for _ in range(int(rounds)):
        for name, timed in results.items():
            for what, milliseconds in measure(name, folder).items():
                timed.setdefault(what, []).append(milliseconds)
    print(json.dumps(results))


main(*sys.argv[1:])
