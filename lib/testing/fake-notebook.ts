import type { MimeBundle } from "../core/base/display";
import type { Surroundings } from "../notebook/live-plot";
import type { PackedNumbers } from "../notebook/numbers";

/** A notebook that records its outputs, and a clock that tests set. */
export interface FakeNotebook extends Surroundings {
  /** every output with all its contents so far, newest last */
  readonly outputs: MimeBundle[][];
  /** Moves the clock forward. */
  wait(ms: number): void;
}

/** Creates an empty notebook at time 0. */
export function fakeNotebook(): FakeNotebook {
  const outputs: MimeBundle[][] = [];
  let time = 0;
  return {
    outputs,
    wait: (ms) => {
      time += ms;
    },
    now: () => time,
    show: (bundle) => {
      const shown = [bundle];
      outputs.push(shown);
      return { id: "", update: (next) => void shown.push(next) };
    },
  };
}

/** Reads the numbers of a figure, packed or not. */
export function unpacked(values: unknown): unknown[] {
  if (Array.isArray(values)) return values;
  const { dtype, bdata } = values as PackedNumbers;
  const { buffer } = Uint8Array.from(Buffer.from(bdata, "base64"));
  const read =
    dtype === "f4" ? new Float32Array(buffer) : new Float64Array(buffer);
  return Array.from(read);
}
