"""For every Jupyter server of this environment: those of `npm start`, those of
learners on a JupyterHub."""

import warnings

# A new notebook is in TypeScript, although Python's kernel is there, too.
c.MultiKernelManager.default_kernel_name = "tslab"  # noqa: F821

# JupyterLab's plotly extension adds a picture of up to 240 KB to every figure it
# draws, which the figure's data make needless. Pictures for the committed
# notebooks come from `npm run notebooks`.

def without_pictures(model, **_):
    if model["type"] != "notebook":
        return
    for cell in model["content"]["cells"]:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "application/vnd.plotly.v1+json" in data:
                data.pop("image/png", None)


c.FileContentsManager.pre_save_hook = without_pictures  # noqa: F821

# Jupyter reads these settings twice and warns about the second time.
warnings.filterwarnings("ignore", message="Overriding existing pre_save_hook")
