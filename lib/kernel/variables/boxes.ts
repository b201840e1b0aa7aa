/**
 * Storage for the variables of a notebook. A compiled cell accesses the
 * variable `rate` as `$rate.rate`, the field of a box that all cells share. So
 * a function sees what any later cell assigns to it, or declares in its place.
 */

/** A box; its only field has the variable's name. */
export type Box = Record<string, unknown>;

/** The boxes of one notebook. */
export interface Boxes {
  /** The box of a variable, empty at first. */
  box(name: string): Box;
  /** Whether the variable has been assigned, even to `undefined`. */
  isSet(name: string): boolean;
  /** Remembers the current value weakly; call the result to compare later. */
  isUnchanged(name: string): () => boolean;
}

/** Creates the boxes of a new notebook, all empty. */
export function createBoxes(): Boxes {
  const boxes = new Map<string, Box>();
  const isSet = (name: string): boolean =>
    Object.hasOwn(boxes.get(name) ?? {}, name);
  const value = (name: string): unknown =>
    isSet(name) ? boxes.get(name)?.[name] : undefined;
  return {
    box: (name) => {
      const box = boxes.get(name) ?? createBox(name);
      boxes.set(name, box);
      return box;
    },
    isSet,
    isUnchanged: (name) => {
      const before = weak(value(name));
      return () => before() === value(name);
    },
  };
}

/** Remembers a value; the garbage collector may still free an object. */
function weak(value: unknown): () => unknown {
  if (value instanceof Object) {
    const ref = new WeakRef(value);
    return () => ref.deref() ?? ref; // once collected: equal to no value
  }
  return () => value;
}

/**
 * Each box has its own prototype, so V8 gives it its own hidden class. V8 then
 * learns what kind of value this variable holds, and treats a variable that is
 * never assigned again as a constant. That makes it as fast as a local
 * variable.
 *
 * Until the first assignment, the field is a getter of the prototype that
 * throws, as JavaScript does for a `let` above its line.
 */
function createBox(name: string): Box {
  const empty = Object.defineProperty({}, name, {
    get: () => {
      throw new ReferenceError(`Cannot access '${name}' before initialization`);
    },
    set(this: Box, value: unknown) {
      Object.defineProperty(this, name, {
        value,
        writable: true,
        enumerable: true,
        configurable: true,
      });
    },
  });
  return Object.create(empty) as Box;
}

/**
 * Replaces a box with its variable in a message of JavaScript, such as `(0 ,
 * $step.step) is not a function`.
 */
export function withPlainNames(message: string): string {
  return message.replace(
    /\(0 , \$+([\w$]+)\.\1\)|\$+([A-Za-z_$][\w$]*)\.\2(?![\w$])/g,
    (_, called?: string, read?: string) => called ?? read ?? "",
  );
}
