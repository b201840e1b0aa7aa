"""Drives a real kernel for the tests, through Jupyter's own client.

Reads one JSON command a line and writes one JSON answer a line. The kernel is
the one that JUPYTER_PATH offers under the name "tslab".
"""

import json
import os
import subprocess
import sys
import time
from queue import Empty

import nbformat
from jupyter_client.manager import start_new_kernel
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

KERNEL = "tslab"
TIMEOUT = 60
ORPHAN = f"""
from jupyter_client.manager import start_new_kernel
import os
manager, client = start_new_kernel(kernel_name="{KERNEL}")
client.execute("while (true) {{}}", silent=True)
print(manager.provisioner.pid, flush=True)
os._exit(0)
"""


class Driver:
    def __init__(self):
        self.manager, self.client = start_new_kernel(kernel_name=KERNEL)

    def run(self, cells, interrupt=None):
        """Sends all cells at once, then waits for the end of each."""
        runs = {}
        for cell in cells:
            code = cell.pop("code")
            sent = self.client.execute(code, allow_stdin=False, **cell)
            runs[sent] = {"reply": None, "messages": [], "idle": False}
        presses = list(interrupt or [])
        start = time.monotonic()
        while not all(r["reply"] and r["idle"] for r in runs.values()):
            if time.monotonic() - start > TIMEOUT:
                raise TimeoutError(json.dumps(list(runs.values())))
            self._read_iopub(runs, presses)
            self._read_shell(runs)
        results = list(runs.values())
        for result in results:
            del result["idle"]
        return {"cells": results, "seconds": time.monotonic() - start}

    def _read_iopub(self, runs, presses):
        try:
            message = self.client.get_iopub_msg(timeout=0.05)
        except Empty:
            return
        run = runs.get(message["parent_header"].get("msg_id"))
        if run is None:
            return
        content = message["content"]
        if content.get("execution_state") == "idle":
            run["idle"] = True
        run["messages"].append({"type": message["msg_type"], **content})
        if presses and presses[0]["when"] in json.dumps(content):
            time.sleep(presses.pop(0).get("wait", 0))
            self.manager.interrupt_kernel()

    def _read_shell(self, runs):
        try:
            message = self.client.get_shell_msg(timeout=0)
        except Empty:
            return
        run = runs.get(message["parent_header"].get("msg_id"))
        if run is not None:
            run["reply"] = message["content"]

    def ask(self, type, content, channel="shell"):
        """Sends any request and returns the content of its reply."""
        channel = getattr(self.client, f"{channel}_channel")
        message = self.client.session.msg(type, content)
        channel.send(message)
        while True:
            reply = channel.get_msg(timeout=TIMEOUT)
            if reply["parent_header"]["msg_id"] == message["header"]["msg_id"]:
                return {"type": reply["msg_type"], **reply["content"]}

    def late(self, seconds):
        """What arrives within the next seconds, with its parent's code."""
        messages, end = [], time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                message = self.client.get_iopub_msg(timeout=0.05)
            except Empty:
                continue
            messages.append({"type": message["msg_type"], **message["content"]})
        return messages

    def interrupt(self):
        self.manager.interrupt_kernel()
        return {}

    def notebook(self, cells, allow_errors=False):
        """Runs a notebook as nbclient, nbconvert and nbgrader do."""
        notebook = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(code) for code in cells]
        )
        notebook.metadata.kernelspec = {"name": KERNEL, "display_name": ""}
        client = NotebookClient(
            notebook, timeout=TIMEOUT, allow_errors=allow_errors
        )
        error = None
        try:
            client.execute()
        except CellExecutionError as thrown:
            error = str(thrown)
        return {"error": error, "cells": notebook.cells}

    def orphan(self):
        """The process id of a busy kernel whose parent has died."""
        child = subprocess.run(
            [sys.executable, "-c", ORPHAN], capture_output=True, text=True
        )
        return int(child.stdout)

    def shutdown(self, restart=False):
        """Asks the kernel to end; how long that took, and how it ended."""
        process = self.manager.provisioner.process
        start = time.monotonic()
        reply = self.ask("shutdown_request", {"restart": restart}, "control")
        code = process.wait(timeout=TIMEOUT)
        seconds = time.monotonic() - start
        return {"reply": reply, "code": code, "seconds": seconds}

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)
        return {}


def main():
    driver = Driver()
    print(json.dumps({"ready": os.getpid()}), flush=True)
    for line in sys.stdin:
        command = json.loads(line)
        try:
            answer = getattr(driver, command.pop("do"))(**command)
            print(json.dumps({"answer": answer}), flush=True)
        except Exception as error:
            print(json.dumps({"error": repr(error)}), flush=True)


main()
