import { draw, exercise, mistake, times, whole } from "../../author";

/** Windows of length + 1 tokens; each begins with the last token of the one before. */
export function cutWindows(ids: number[], length: number): number[][] {
  const windows: number[][] = [];
  for (let start = 0; start + length < ids.length; start += length)
    windows.push(ids.slice(start, start + length + 1));
  return windows;
}

/** Cuts with another stride, another size, another end. */
export function cut(
  ids: number[],
  {
    stride,
    size,
    least = size,
  }: { stride: number; size: number; least?: number },
): number[][] {
  const windows: number[][] = [];
  for (let start = 0; start + least <= ids.length; start += stride)
    windows.push(ids.slice(start, start + size));
  return windows;
}

export default exercise(cutWindows, {
  title: "Windows with their targets",
  task: "Cut ids into windows of length + 1 tokens. The next window begins with the last token of the one before; what is left over is dropped.",
  effort: { minutes: 10, difficulty: 2, points: 4 },
  hints: [
    "A window has `length` inputs. Its targets are the same tokens, one later: so it needs length + 1.",
    "The next window starts `length` tokens later, not length + 1: the last target is the first input of the next.",
    "Loop while `start + length < ids.length`, and take `ids.slice(start, start + length + 1)`.",
  ],
  firstCases: [
    [[10, 11, 12, 13, 14, 15, 16], 3],
    [[10, 11, 12, 13, 14, 15], 3],
    [[10, 11, 12], 1],
    [[10, 11, 12], 3],
  ],
  randomCases: draw(8, (random, c) => {
    const length = whole(random, 2, 5);
    const extra = c % 2 === 0 ? 1 : whole(random, 0, length);
    const size = length * whole(random, 2, 6) + extra;
    return [times(size, () => whole(random, 0, 300)), length];
  }),
  mistakes: [
    mistake(
      "one token short",
      "Your windows hold the inputs, but the last input has no target. Take length + 1 tokens.",
      (ids, length) => cut(ids, { stride: length, size: length }),
    ),
    mistake(
      "a token between two windows is never predicted",
      "You go on length + 1 tokens later. Then the first token of each window is never a target. Neighbors share one token.",
      (ids, length) => cut(ids, { stride: length + 1, size: length + 1 }),
    ),
    mistake(
      "a window at every token",
      "Windows that start one token apart show every token `length` times. Windows must not overlap, apart from the shared token.",
      (ids, length) => cut(ids, { stride: 1, size: length + 1 }),
    ),
    mistake(
      "a last window that is too short",
      "All windows must be equally long, so that they fit into one batch. Drop what is left over.",
      (ids, length) => cut(ids, { stride: length, size: length + 1, least: 2 }),
    ),
    mistake(
      "what is left over becomes a window",
      "Your loop goes on as long as any token is left. Stop where fewer than length + 1 are left.",
      (ids, length) => cut(ids, { stride: length, size: length + 1, least: 1 }),
    ),
    mistake(
      "the last window is missing",
      "When the tokens fit exactly, the last window is whole. Is your comparison one too strict?",
      (ids, length) =>
        cut(ids, { stride: length, size: length + 1, least: length + 2 }),
    ),
  ],
  alsoRight: (ids, length) =>
    Array.from({ length: Math.floor((ids.length - 1) / length) }, (_, w) =>
      Array.from({ length: length + 1 }, (_, t) => ids[w * length + t]),
    ),
});
