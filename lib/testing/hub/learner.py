"""Signs in to a JupyterHub as a learner does, and runs cells in a new notebook.

    python learner.py ADDRESS NAME FOLDER [REPOSITORY] < cells

Each line of the input is a cell, as JSON. The cells run in FOLDER of the home;
the repository is fetched before, as by nbgitpuller's link. Prints JSON: the
default kernel, and what each cell printed.
"""

import json
import sys
import time
import uuid

import requests
import websocket

address, learner, folder, *repository = sys.argv[1:]
browser = requests.Session()


def cookie(path):
    return next(
        (one.value for one in browser.cookies if (one.name, one.path) == path), ""
    )


def request(method, path, status, **options):
    answer = browser.request(method, address + path, timeout=120, **options)
    if answer.status_code not in status:
        raise SystemExit(f"{method} {path}: {answer.status_code} {answer.text}")
    return answer


request("GET", "/hub/login", [200])
form = {"username": learner, "password": "", "_xsrf": cookie(("_xsrf", "/hub/"))}
request("POST", "/hub/login", [200, 302], data=form)
home = f"/user/{learner}/"
while True:  # the hub shows a page of its own until the server runs
    page = request("GET", f"/hub/spawn/{learner}", [200])
    if page.url.startswith(address + home):
        break
    time.sleep(0.5)

if repository:
    options = {"repo": repository[0], "branch": "main", "targetpath": "pulled"}
    request("GET", f"{home}git-pull/api", [200], params=options)
kernels = request("GET", f"{home}api/kernelspecs", [200]).json()
xsrf = cookie(("_xsrf", home))
kernel = request(
    "POST",
    f"{home}api/kernels",
    [201],
    json={"path": f"{folder}/new.ipynb"},
    headers={"X-XSRFToken": xsrf},
).json()
channels = f"{home}api/kernels/{kernel['id']}/channels?_xsrf={xsrf}"
cookies = requests.utils.dict_from_cookiejar(browser.cookies)
socket = websocket.create_connection(
    address.replace("http", "ws") + channels,
    cookie="; ".join(f"{name}={value}" for name, value in cookies.items()),
    timeout=120,
)


def run(code):
    """Everything that a cell prints or shows, as text."""
    header = {"msg_id": uuid.uuid4().hex, "msg_type": "execute_request"}
    header |= {"username": learner, "session": "1", "version": "5.3"}
    content = {"code": code, "silent": False, "store_history": True}
    message = {"header": header, "parent_header": {}, "metadata": {}}
    socket.send(json.dumps(message | {"channel": "shell", "content": content}))
    said = ""
    while True:
        answer = json.loads(socket.recv())
        content = answer["content"]
        if answer["parent_header"].get("msg_id") != header["msg_id"]:
            continue
        said += content.get("text", "") + content.get("evalue", "")
        said += "".join(content.get("data", {}).get("text/plain", ""))
        if content.get("execution_state") == "idle":
            return said


said = [run(json.loads(line)) for line in sys.stdin]
print(json.dumps({"default": kernels["default"], "kernel": kernel["name"], "said": said}))
