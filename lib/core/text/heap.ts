/** A queue that always gives its first item by some order; see {@link createHeap}. */
export interface Heap {
  push(item: number): void;
  /** Takes the first item out; `undefined` when the heap is empty. */
  pop(): number | undefined;
}

/**
 * A binary heap of whole numbers: push and pop take O(log n).
 *
 * The items form a tree in one array, the children of `at` at `2 at + 1` and
 * `2 at + 2`; every parent comes before its children.
 *
 * @param before whether item `a` must come out before item `b`
 */
export function createHeap(before: (a: number, b: number) => boolean): Heap {
  const items: number[] = [];

  function push(item: number): void {
    let at = items.length;
    items.push(item);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!before(item, items[parent])) break;
      items[at] = items[parent];
      at = parent;
    }
    items[at] = item;
  }

  function pop(): number | undefined {
    const first = items[0];
    const last = items.pop();
    if (last === undefined || items.length === 0) return last;
    sink(last);
    return first;
  }

  function sink(item: number): void {
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && before(items[child + 1], items[child]))
        child++;
      if (!before(items[child], item)) break;
      items[at] = items[child];
      at = child;
    }
    items[at] = item;
  }

  return { push, pop };
}
