import { createHeap } from "./heap";

/**
 * Merges pairs, the earliest learned first, the leftmost of equals first.
 *
 * The tokens form a chain (`next`, `previous`), so that a merge costs nothing
 * but the look at its two new neighbours; a heap says which merge is due.
 * O(n log n) for a word of n bytes, however long.
 *
 * @param tokens (n) the bytes of one word; overwritten
 * @param mergedOf the token that a pair becomes, if it does
 * @returns the word's tokens
 */
export function applyMerges(
  tokens: Int32Array,
  mergedOf: (left: number, right: number) => number | undefined,
): number[] {
  const size = tokens.length;
  const next = Int32Array.from(tokens, (_, at) => at + 1);
  const previous = Int32Array.from(tokens, (_, at) => at - 1);
  // One number holds both: the merge decides, then the position.
  const due = createHeap((a, b) => a < b);
  const propose = (at: number): void => {
    if (at < 0 || next[at] >= size) return;
    const merged = mergedOf(tokens[at], tokens[next[at]]);
    if (merged !== undefined) due.push(merged * size + at);
  };
  for (let at = 0; at < size; at++) propose(at);
  for (let item = due.pop(); item !== undefined; item = due.pop()) {
    const at = item % size;
    const merged = Math.floor(item / size);
    const right = next[at];
    if (tokens[at] < 0 || right >= size) continue;
    if (mergedOf(tokens[at], tokens[right]) !== merged) continue;
    tokens[at] = merged;
    tokens[right] = -1;
    next[at] = next[right];
    if (next[at] < size) previous[next[at]] = at;
    propose(previous[at]);
    propose(at);
  }
  return Array.from(tokens.filter((token) => token >= 0));
}
