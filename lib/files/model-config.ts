import { ensure, show } from "../core/base/expect";
import { underRule } from "../disk/read-file";
import { type TinyLLMConfig, tinyLLMConfig } from "../core/model/config";
import { ensureVersion, type Notes, parseNote } from "./notes";

/** Any config: the name and the type of each setting. */
const EXAMPLE = tinyLLMConfig({ vocabSize: 1 });
const NAMES = Object.keys(EXAMPLE) as (keyof TinyLLMConfig)[];

/**
 * Numbers that the table of fixed positions may have, 64 MB. It is not in the
 * file, so nothing in the file bounds it.
 */
const MOST_POSITIONS = 2 ** 24;

/**
 * Parses the config of a model file and checks it. Nothing is allocated.
 *
 * @param path the file's path, for messages
 * @param notes the file's notes
 * @param tensors number of tensors in the file
 * @throws if the file is of a later version, there is no config, a setting is missing or unknown or breaks a
 *   rule, or the file is too small for it
 */
export function readModelConfig(
  path: string,
  notes: Notes,
  tensors: number,
): TinyLLMConfig {
  ensureVersion(path, notes);
  const file = JSON.stringify(path);
  const value = parseNote(path, "config", notes);
  ensure(
    typeof value === "object" && value !== null,
    () =>
      `loadModel: ${file} must hold a model's config; it has ` +
      `${"config" in notes ? show(value) : "none"}. Was it written by ` +
      `saveModel or saveRun?`,
  );
  const unknown = Object.keys(value).find(
    (name) => !Object.hasOwn(EXAMPLE, name),
  );
  ensure(
    unknown === undefined,
    () =>
      `loadModel: the config in ${file} may only have the settings ` +
      `${NAMES.join(", ")}; it has ${show(unknown)}. Was it saved by a newer ` +
      `version of the course?`,
  );
  const config = value as TinyLLMConfig;
  const rule = `loadModel: ${file} must describe a model that can be built`;
  underRule(rule, () => ensureSettings(config, tensors), "Is it damaged?");
  return config;
}

function ensureSettings(config: TinyLLMConfig, tensors: number): void {
  for (const name of NAMES) {
    const type = typeof EXAMPLE[name];
    ensure(
      Object.hasOwn(config, name) && typeof config[name] === type,
      () => `${name} must be a ${type}; got ${show(config[name])}.`,
    );
  }
  const { positions, nLayers, maxSeqLen, dModel } = tinyLLMConfig(config);
  ensure(
    positions === "learned" || positions === "sinusoidal",
    () =>
      `positions must be "sinusoidal" or "learned"; got ${show(positions)}.`,
  );
  ensure(
    nLayers <= tensors,
    () =>
      `the file must hold the weights of ${nLayers} layers; it has ` +
      `${tensors} tensors.`,
  );
  ensure(
    positions === "learned" || maxSeqLen * dModel <= MOST_POSITIONS,
    () =>
      `maxSeqLen times dModel may be at most ${MOST_POSITIONS}; got ` +
      `${maxSeqLen} and ${dModel}.`,
  );
}
