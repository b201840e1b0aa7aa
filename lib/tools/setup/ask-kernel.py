"""Reports which kernel this Jupyter starts as `tslab`, and asks it 20 + 22.

Prints one line of JSON: the folder of the kernel's description, then its answer.
"""

import json
import time

from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
from jupyter_client.manager import start_new_kernel


def ask():
    client_said = []
    began = time.monotonic()
    manager, client = start_new_kernel(startup_timeout=30, kernel_name="tslab")
    try:
        client.execute_interactive(
            "console.log(20 + 22)",
            timeout=30,
            output_hook=lambda message: client_said.append(
                str(message["content"].get("text", ""))
            ),
        )
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    return {
        "said": "".join(client_said).strip(),
        "seconds": round(time.monotonic() - began, 1),
    }


def main():
    answer = {}
    try:
        answer["folder"] = KernelSpecManager().get_kernel_spec("tslab").resource_dir
        answer.update(ask())
    except NoSuchKernel:
        pass
    except Exception as problem:
        answer["problem"] = f"{type(problem).__name__}: {problem}"
    print(json.dumps(answer))


main()
