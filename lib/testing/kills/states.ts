import { createHash } from "node:crypto";

import { readTensors } from "../../files";

/** Digests of what a file holds, without times: equal files are equal bits. */
export type State = Record<string, string>;

/** Measurements that differ from run to run. */
const TIMES = ["elapsedMs", "tokensPerSecond"];

/**
 * Reads a checkpoint or a model's file whole.
 *
 * @param path path of the file
 * @returns digests of its parts
 * @throws if it cannot be read
 */
export function stateOf(path: string): State {
  const { tensors, metadata } = readTensors(path);
  const { savedAt: _, progress = "{}", ...notes } = metadata;
  const parts = {
    weights: createHash("sha256"),
    optimizer: createHash("sha256"),
  };
  for (const [name, { data, shape }] of tensors) {
    const part = name.startsWith("optimizer.") ? "optimizer" : "weights";
    parts[part].update(`${name} ${shape.join()}`).update(data);
  }
  const timeless = JSON.parse(progress, (name, value: unknown) =>
    TIMES.includes(name) ? undefined : value,
  ) as { step?: number };
  const { step = 0 } = timeless;
  return {
    step: String(step),
    weights: parts.weights.digest("hex"),
    optimizer: parts.optimizer.digest("hex"),
    progress: digest(timeless),
    notes: digest(notes),
  };
}

function digest(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}

/** Remembers the states of a run by their step, and compares later ones. */
export class States {
  private readonly known = new Map<string, State>();

  /**
   * Compares a state with the first one of the same name.
   *
   * @returns the parts that differ
   */
  differences(name: string, state: State): string[] {
    const first = this.known.get(name) ?? state;
    this.known.set(name, first);
    return Object.keys(first).filter((part) => first[part] !== state[part]);
  }
}
