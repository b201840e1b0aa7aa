"""A JupyterHub on one machine, for the test: any name signs in, and each
learner's server is a process of this account with a home folder of its own."""

import os

c = get_config()  # noqa: F821
course = os.environ["HUB_COURSE"]
folder = os.environ["HUB_FOLDER"]
public, hub, proxy = os.environ["HUB_PORTS"].split(",")

c.JupyterHub.bind_url = f"http://127.0.0.1:{public}"
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{hub}"
c.JupyterHub.db_url = f"sqlite:///{folder}/hub.sqlite"
c.JupyterHub.cookie_secret_file = f"{folder}/cookie_secret"
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{proxy}"
c.ConfigurableHTTPProxy.pid_file = f"{folder}/proxy.pid"
c.ConfigurableHTTPProxy.command = [
    f"{course}/.artifacts/proxy/node_modules/.bin/configurable-http-proxy"
]
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = f"{folder}/home/{{username}}"
# as repo2docker's images do, whose homes also lie elsewhere than the course
c.Spawner.cmd = ["bash", f"{course}/.binder/start", "jupyterhub-singleuser"]
c.Spawner.args = ["--allow-root"]
c.Spawner.environment = {"REPO_DIR": course}
c.Spawner.start_timeout = 120
c.Spawner.http_timeout = 120
