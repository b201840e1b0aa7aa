import { setFlagsFromString } from "node:v8";
import { createContext, runInContext, Script } from "node:vm";

/** An object that is watched, and what to clean up after it. */
interface Entry<Held> {
  owner: WeakRef<object>;
  held: Held;
}

/**
 * Cleans up after objects that are no longer reachable: in time when the
 * garbage collector finds them, and at once when {@link sweep} is called.
 */
export class Dropped<Held> {
  private readonly entries = new Set<Entry<Held>>();
  private readonly registry: FinalizationRegistry<Entry<Held>>;

  /** @param clean must not refer to the objects that are watched */
  constructor(private readonly clean: (held: Held) => void) {
    this.registry = new FinalizationRegistry((entry) => this.remove(entry));
  }

  /**
   * Calls `clean(held)` once `owner` is garbage.
   *
   * @param held must not refer to `owner`
   */
  watch(owner: object, held: Held): void {
    const entry = { owner: new WeakRef(owner), held };
    this.entries.add(entry);
    this.registry.register(owner, entry);
  }

  /** Collects garbage now, and cleans up after it. */
  sweep(): void {
    if (this.entries.size > 0) collectGarbage();
    for (const entry of this.entries) {
      if (!entry.owner.deref()) this.remove(entry);
    }
  }

  private remove(entry: Entry<Held>): void {
    if (this.entries.delete(entry)) this.clean(entry.held);
  }
}

let collect: (() => void) | undefined;

/**
 * Runs the garbage collector. Usually it runs when JavaScript's own heap is
 * full, but the memory that tensors take is not part of that heap. And a
 * WeakRef keeps its object until the current job ends, so a long loop would
 * never let go of any. In a context with microtasks of its own, each script
 * counts as a job.
 */
function collectGarbage(): void {
  collect ??= createCollector();
  collect();
}

function createCollector(): () => void {
  setFlagsFromString("--expose-gc");
  const context = createContext({}, { microtaskMode: "afterEvaluate" });
  const gc = runInContext("gc", context) as () => void;
  setFlagsFromString("--no-expose-gc");
  const endJob = new Script("0");
  return () => {
    endJob.runInContext(context);
    gc();
  };
}
