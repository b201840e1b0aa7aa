import { type Converter, createConverter } from "./tslab";

/** A converter that is built when it is first needed. */
export interface LateConverter extends Converter {
  /** Builds the converter now. */
  prepare(): void;
}

/**
 * tslab 1.0.22 builds its converter before the kernel answers anything. That
 * reads the types of the language and of Node, which takes most of a kernel's
 * start. This waits until a cell, or another request, needs the types.
 *
 * @param create builds a converter; tests replace it
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
