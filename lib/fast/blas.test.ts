import assert from "node:assert/strict";
import { test } from "node:test";

import { referenceBackend } from "../core/model/backend";
import { createRandom } from "../core/base/random";
import { TinyLLM } from "../core/model/tinyllm";
import { fastBackend, type FastBackend } from ".";

const NO_BLAS =
  "There is no BLAS. `npm install --no-save koffi` and OpenBLAS (Debian, " +
  "Ubuntu: `apt-get install libopenblas0`) add it.";

/** The backend, or what is missing. */
function blasOr(): FastBackend | Error {
  try {
    return fastBackend({ backend: "blas", threads: 1, memoryMB: 256 });
  } catch (error) {
    return error as Error;
  }
}

const found = blasOr();
const missing = found instanceof Error && found.message;

test("without koffi or a library the error says how to get them", (t) => {
  if (missing === false) return t.skip("both are installed");
  assert.match(
    missing,
    /npm install koffi.*omit "backend"|Install OpenBLAS.*omit "backend"/s,
  );
});

test("an unknown backend is rejected", () => {
  const backend = "cuda" as "blas";
  assert.throws(() => fastBackend({ backend }), {
    name: "RangeError",
    message: 'fastBackend: backend must be "wasm" or "blas"; got "cuda".',
  });
});

test(
  "with BLAS all gradients follow the 64-bit reference too",
  { skip: missing && NO_BLAS },
  () => {
    const fast = found as FastBackend;
    const random = createRandom(1);
    const ids = (): Int32Array =>
      Int32Array.from({ length: 57 }, () => Math.floor(31 * random()));
    const batch = { inputs: ids(), targets: ids(), batchSize: 3, length: 19 };
    const [ours, theirs] = [fast, referenceBackend(64)].map((backend) => {
      const options = { vocabSize: 31, dModel: 20, nLayers: 2, dFf: 37 };
      const model = new TinyLLM({ ...options, maxSeqLen: 19 }, backend);
      model.lossAndGradients(batch, 2);
      return model.parameters.gradients.data;
    });
    let difference = 0;
    let size = 0;
    theirs.forEach((value, i) => {
      difference += (ours[i] - value) ** 2;
      size += value ** 2;
    });
    fast.close();
    const error = Math.sqrt(difference / size);
    assert.ok(error < 2e-6, String(error));
  },
);
