"""Drives a real kernel for the tests, through Jupyter's own client.

Reads one JSON command per line and writes one JSON answer per line. The kernel is
the one named "tslab" on JUPYTER_PATH.
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
        try:
            self.manager, self.client = start_new_kernel(kernel_name=KERNEL)
        except RuntimeError:
            # Another program opened a port that Jupyter had chosen for it.
            self.manager, self.client = start_new_kernel(kernel_name=KERNEL)

    def run(self, cells, meanwhile=(), delay=0):
        """Sends all cells at once, then waits for every end and answer.

        `delay` is a slow network's delay for each cell after the first.
        `meanwhile` lists actions to take when a message contains the text
        `when`: a question, or else an interrupt.
        """
        runs, asked, events = {}, {}, list(meanwhile)
        start = time.monotonic()
        type = "execute_request"
        sent = [self.client.session.msg(type, cell) for cell in cells]
        for i, message in enumerate(sent):
            time.sleep(delay if i else 0)
            self.client.shell_channel.send(message)
            id = message["header"]["msg_id"]
            runs[id] = {"reply": None, "messages": [], "seconds": None}
        # An answer may come after the last cell has ended.
        while None in asked.values() or any(
            None in run.values() for run in runs.values()
        ):
            seconds = time.monotonic() - start
            if seconds > TIMEOUT:
                raise TimeoutError(json.dumps(list(runs.values())))
            message = self._next("iopub", 0.05)
            run = message and runs.get(message["parent"])
            if run and message["execution_state"] == "idle":
                run["seconds"] = seconds
            if run:
                run["messages"].append(message)
                if events and events[0]["when"] in json.dumps(message):
                    self._react(events.pop(0), asked)
            for channel in ("shell", "control"):
                reply = self._next(channel, 0)
                if reply and reply["parent"] in runs:
                    runs[reply["parent"]]["reply"] = reply
                if reply and reply["parent"] in asked:
                    asked[reply["parent"]] = {**reply, "seconds": seconds}
        return {"cells": list(runs.values()), "asked": list(asked.values())}

    def _next(self, channel, timeout):
        """The next message: its type, its parent's id and its content."""
        try:
            channel = getattr(self.client, f"{channel}_channel")
            message = channel.get_msg(timeout=timeout)
        except Empty:
            return None
        return {
            "type": message["msg_type"],
            "parent": message["parent_header"].get("msg_id"),
            "execution_state": None,
            **message["content"],
        }

    def _react(self, event, asked):
        time.sleep(event.get("wait", 0))
        question = event.get("ask")
        if question:
            asked[self._send(**question)] = None
        else:
            self.manager.interrupt_kernel()

    def _send(self, type, content, channel="shell"):
        message = self.client.session.msg(type, content)
        getattr(self.client, f"{channel}_channel").send(message)
        return message["header"]["msg_id"]

    def ask(self, type, content, channel="shell"):
        """Sends any request and returns its reply."""
        sent = self._send(type, content, channel)
        while True:
            reply = self._next(channel, TIMEOUT)
            if reply is None:
                raise TimeoutError(type)
            if reply["parent"] == sent:
                return reply

    def garble(self, header=None, content=None, bytes=None):
        """Sends a correctly signed request with an invalid part."""
        session = self.client.session
        message = session.msg("execute_request", {"code": "1"})
        parts = [
            session.pack({**message["header"], **(header or {})}),
            b"{}",
            b"{}",
            session.pack(content),
        ]
        if bytes:
            parts[3] = bytes.encode("latin-1")
        frames = [b"<IDS|MSG>", session.sign(parts), *parts]
        self.client.shell_channel.socket.send_multipart(frames)
        return {}

    def flood(self, messages):
        """Sends correctly signed messages whose parts are any text."""
        for message in messages:
            parts = [part.encode() for part in message["parts"]]
            frames = [b"<IDS|MSG>", self.client.session.sign(parts), *parts]
            channel = getattr(self.client, f"{message['channel']}_channel")
            channel.socket.send_multipart(frames)
        return {}

    def late(self, seconds):
        """Returns the messages of the next seconds."""
        messages, end = [], time.monotonic() + seconds
        while time.monotonic() < end:
            message = self._next("iopub", 0.05)
            if message:
                messages.append(message)
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
        """Starts a busy kernel whose parent dies; returns its process id."""
        child = subprocess.Popen(
            [sys.executable, "-c", ORPHAN], stdout=subprocess.PIPE, text=True
        )
        # The kernel inherits the pipe, so the pipe stays open after the child
        # ends.
        pid = int(child.stdout.readline())
        child.wait()
        return pid

    def shutdown(self, restart=False):
        """Asks the kernel to end; returns how long that took, and its exit code."""
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
    # Kernels inherit the standard output, so answers use another channel.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    driver = Driver()
    print(json.dumps({"answer": "ready"}), file=answers, flush=True)
    for line in sys.stdin:
        command = json.loads(line)
        try:
            answer = getattr(driver, command.pop("do"))(**command)
            print(json.dumps({"answer": answer}), file=answers, flush=True)
        except Exception as error:
            print(json.dumps({"error": repr(error)}), file=answers, flush=True)


main()
