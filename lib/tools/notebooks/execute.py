"""Executes notebooks with Jupyter's own nbclient, one after another.

Reads one JSON job per line of standard input: {"notebook", "folder" to run
in, "cell_seconds" per cell, "environment" for the kernel}.
Writes one line of JSON per event to standard output: {"cell", "status",
"seconds"} when a code cell ends, then {"failure"} if something stopped the
run, and last {"notebook"}.
"""

import json
import os
import sys
import time

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

ENVIRONMENT = dict(os.environ)


def report(**event):
    print(json.dumps(event), flush=True)


def execute(notebook, folder, cell_seconds, environment):
    # the kernel inherits it, and Jupyter uses it to find the kernel
    os.environ.clear()
    os.environ.update(ENVIRONMENT, **environment)
    notebook = nbformat.reads(notebook, as_version=4)
    started = {}

    def on_start(cell, cell_index):
        started[cell_index] = time.monotonic()

    def on_end(cell, cell_index, execute_reply):
        report(
            cell=cell_index,
            status=execute_reply["content"]["status"],
            seconds=round(time.monotonic() - started[cell_index], 3),
        )

    def run():
        NotebookClient(
            notebook,
            timeout=cell_seconds,
            kernel_name="tslab",
            resources={"metadata": {"path": folder}},
            record_timing=False,
            on_cell_execute=on_start,
            on_cell_executed=on_end,
        ).execute()

    try:
        try:
            run()
        except RuntimeError:
            # Jupyter picks free ports before the kernel opens them; another
            # program may open one first, and the kernel then ends at once.
            if started:
                raise
            run()
    except CellExecutionError:
        pass  # the cell's status and its output report the error
    except (CellTimeoutError, DeadKernelError) as error:
        report(failure=f"{type(error).__name__}: {error}")
    report(notebook=nbformat.writes(notebook))


for line in sys.stdin:
    execute(**json.loads(line))
