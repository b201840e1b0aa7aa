/** A priority queue; {@link createHeap} sets the order of its items. */
export interface Heap<Item> {
  push(item: Item): void;
  /** Removes the first item and returns it; `undefined` if the heap is empty. */
  pop(): Item | undefined;
}

/**
 * A binary heap: push and pop take O(log n).
 *
 * The items form a tree in one array, the children of `at` at `2 at + 1` and
 * `2 at + 2`; every parent comes before its children.
 *
 * @param before whether item `a` must come out before item `b`; the answer
 *   must not change while both are in the heap
 */
export function createHeap<Item>(
  before: (a: Item, b: Item) => boolean,
): Heap<Item> {
  const items: Item[] = [];

  function push(item: Item): void {
    let at = items.length;
    items.push(item);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!before(item, items[parent])) break;
      items[at] = items[parent]; // the parent moves down
      at = parent;
    }
    items[at] = item;
  }

  function pop(): Item | undefined {
    const first = items[0];
    const last = items.pop();
    if (last === undefined || items.length === 0) return last;
    let at = 0; // `last` sinks from the top to its place
    for (;;) {
      let child = 2 * at + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && before(items[child + 1], items[child]))
        child++;
      if (!before(items[child], last)) break;
      items[at] = items[child]; // the earlier child moves up
      at = child;
    }
    items[at] = last;
    return first;
  }

  return { push, pop };
}
