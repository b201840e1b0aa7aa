import { type Converter, createConverter } from "./tslab";

/** A converter that is built when it is first needed. */
export interface LateConverter extends Converter {
  /** Builds it now. */
  prepare(): void;
}

/**
 * tslab 1.0.22 builds its converter before the kernel answers anything. That
 * reads the types of the language and of Node: most of the time that a kernel
 * takes to start. This waits until a cell, or a question, needs the types.
 *
 * @param create tslab's, unless a test has its own
 */
export function lateConverter(
  create: () => Converter = createConverter,
): LateConverter {
  let created: Converter | undefined;
  const converter = (): Converter => (created ??= create());
  return {
    prepare: () => void converter(),
    convert: (...cell) => converter().convert(...cell),
    addModule: (...module) => converter().addModule(...module),
    inspect: (...place) => converter().inspect(...place),
    complete: (...place) => converter().complete(...place),
    close: () => created?.close(),
  };
}
