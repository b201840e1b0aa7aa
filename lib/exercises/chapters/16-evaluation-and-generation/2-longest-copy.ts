import { args, draw, exercise, ids, mistake, whole } from "../../author";

/** Length of the longest run of tokens that stands in both texts. */
export function longestCopy(written: number[], read: number[]): number {
  let longest = 0;
  let above = new Array<number>(read.length + 1).fill(0);
  for (const token of written) {
    const runs = [0];
    for (let j = 0; j < read.length; j++) {
      const run = token === read[j] ? above[j] + 1 : 0;
      runs.push(run);
      longest = Math.max(longest, run);
    }
    above = runs;
  }
  return longest;
}

/** All common subsequences: order kept, gaps allowed. */
function longestWithGaps(written: number[], read: number[]): number {
  let above = new Array<number>(read.length + 1).fill(0);
  for (const token of written) {
    const row = [0];
    for (let j = 0; j < read.length; j++)
      row.push(
        token === read[j] ? above[j] + 1 : Math.max(above[j + 1], row[j]),
      );
    above = row;
  }
  return above[read.length];
}

function longestStart(written: number[], read: number[]): number {
  const runs = read.map((_, from) => {
    let n = 0;
    while (n < written.length && written[n] === read[from + n]) n++;
    return n;
  });
  return Math.max(0, ...runs);
}

export default exercise(longestCopy, {
  title: "The longest copied span",
  task: "Return the length of the longest run of neighboring tokens of `written` that also occurs somewhere in `read`, in the same order and without a gap.",
  effort: { minutes: 12, difficulty: 3, points: 3 },
  hints: [
    "Try each pair of a start in `written` and a start in `read`. How far do the two texts agree from there?",
    "Three loops: start i, start j, and a length n that grows while written[i + n] === read[j + n].",
    "Mind the ends: stop when i + n reaches written.length, since undefined === undefined is true.",
  ],
  firstCases: [
    args([7, 1, 2, 3, 8], [1, 2, 4, 1, 2, 3, 9]),
    [[5, 6], []],
    args([1, 2, 3], [11, 2, 33]),
    args([1, 23], [12, 3]),
    [[], [5, 6]],
    args([5, 7], [9, 7]),
    args([4, 1, 2], [3, 1, 2]),
    args([3, 2, 9, 1], [2, 3, 1]),
  ],
  randomCases: draw(8, (random) => [
    ids(random, whole(random, 6, 10), 3),
    ids(random, whole(random, 12, 20), 3),
  ]),
  mistakes: [
    mistake(
      "gaps allowed",
      "You skip tokens that differ. A copied span has no gap: one difference ends it.",
      longestWithGaps,
    ),
    mistake(
      "only from the first token on",
      "A copy may begin in the middle of `written` too: try every start.",
      longestStart,
    ),
    mistake(
      "only the start of read",
      "The passage that was copied may begin anywhere in `read`: try every start there, too.",
      (written, read) => longestStart(read, written),
    ),
    mistake(
      "only the first place in read",
      "`indexOf` finds the first place of a token. The long copy may begin at a later one: try every start in `read`.",
      (written, read) => {
        const runs = written.map((token, i) => {
          const from = read.indexOf(token);
          let n = 0;
          while (from >= 0 && i + n < written.length) {
            if (written[i + n] !== read[from + n]) break;
            n++;
          }
          return n;
        });
        return Math.max(0, ...runs);
      },
    ),
    mistake(
      "only at the same place",
      "You compare token i with token i. The copied passage may be anywhere in `read`.",
      (written, read) => {
        let longest = 0;
        let run = 0;
        written.forEach((token, i) => {
          run = i < read.length && token === read[i] ? run + 1 : 0;
          longest = Math.max(longest, run);
        });
        return longest;
      },
    ),
    ...[",", ""].map((between) =>
      mistake(
        between
          ? "the ids are joined into a text"
          : "the ids are joined without a gap",
        "As text, 11 contains 1 too. Compare the ids as numbers, one by one.",
        (written: number[], read: number[]): number => {
          const text = read.join(between);
          const runs = written.flatMap((_, from) =>
            written.slice(from).map((_, n) => {
              const run = written.slice(from, from + n + 1);
              return text.includes(run.join(between)) ? n + 1 : 0;
            }),
          );
          return Math.max(0, ...runs);
        },
      ),
    ),
    mistake(
      "how many tokens are known",
      "You count tokens that occur in `read` at all. The order matters: look for a run.",
      (written, read) => written.filter((t) => read.includes(t)).length,
    ),
    mistake(
      "read beyond the end",
      "When both texts end together, undefined === undefined counts as agreement. Check the length.",
      (written, read) => {
        const copy = longestCopy(written, read);
        const tail = written.slice(written.length - copy).join(" ");
        const end = read.slice(read.length - copy).join(" ");
        return copy > 0 && tail === end ? copy + 1 : copy;
      },
    ),
  ],
  alsoRight: (written, read) => {
    let longest = 0;
    for (let i = 0; i < written.length; i++)
      for (let j = 0; j < read.length; j++) {
        let n = 0;
        while (i + n < written.length && written[i + n] === read[j + n]) n++;
        if (n > longest) longest = n;
      }
    return longest;
  },
});
