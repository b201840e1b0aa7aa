"""Code that the peers share: tensor files, and the protocol with bench."""

import json
import resource
import struct
import sys
import time


def read_tensors(numpy, path):
    """The arrays of a safetensors file, by name."""
    with open(path, "rb") as file:
        data = file.read()
    (size,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + size])
    kinds = {"F32": numpy.float32, "F64": numpy.float64}
    arrays = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        start, end = (8 + size + offset for offset in entry["data_offsets"])
        flat = numpy.frombuffer(data[start:end], kinds[entry["dtype"]])
        arrays[name] = flat.reshape(entry["shape"])
    return arrays


def relative_error(numpy, ours, theirs):
    """The largest |ours - theirs| / |theirs| of all arrays, with its name."""
    errors = []
    for name, expected in theirs.items():
        difference = numpy.linalg.norm(ours[name].ravel() - expected.ravel())
        size = numpy.linalg.norm(expected.ravel())
        errors.append((float(difference / max(size, 1e-30)), name))
    return max(errors)


def memory_now():
    """The memory of this process, or its peak if the system does not report it."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * resource.getpagesize() / 1e6
    except OSError:
        return megabytes()


def megabytes():
    """The peak memory of this process."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak / 1e3


def serve(numpy, make, versions):
    """Answers lines of JSON until the input ends.

    `make(request, weights, inputs, targets)` returns an object with
    `loss_and_gradients()`, without dropout, and `step()`, a whole training step.
    """
    base = memory_now()
    model = None
    for line in sys.stdin:
        request = json.loads(line)
        if request["do"] == "setup":
            arrays = read_tensors(numpy, request["file"])
            shape = (request["batchSize"], request["length"])
            ids = [arrays.pop(n).astype(int).reshape(shape) for n in ("inputs", "targets")]
            model = make(request, arrays, *ids)
            answer = {"versions": versions}
        elif request["do"] == "check":
            loss, gradients = model.loss_and_gradients()
            theirs = read_tensors(numpy, request["file"])
            error, name = relative_error(numpy, gradients, theirs)
            answer = {"loss": float(loss), "error": error, "name": name}
        elif request["do"] == "steps":
            times = []
            for _ in range(request["count"]):
                start = time.perf_counter()
                model.step()
                times.append(1000 * (time.perf_counter() - start))
            answer = {"ms": times}
        else:
            answer = {"peakMB": megabytes(), "baseMB": base}
        print(json.dumps(answer), flush=True)
