import { args, draw, exercise, mistake, vector, whole } from "../../author";

/** Which head of how many, and how many channels they have together. */
export interface HeadOf {
  dModel: number;
  nHeads: number;
  head: number;
}

/** A projection (C, C) that does not read the result of one head. */
export function silenceHead(
  weight: number[],
  { dModel, nHeads, head }: HeadOf,
): number[] {
  const size = dModel / nHeads;
  return weight.map((w, i) => {
    const column = i % dModel;
    return Math.floor(column / size) === head ? 0 : w;
  });
}

/** Like {@link silenceHead}, with 0 at other places. */
function zeroWhere(
  isSilent: (
    place: { row: number; column: number; size: number; i: number },
    of: HeadOf,
  ) => boolean,
): typeof silenceHead {
  return (weight, of) =>
    weight.map((w, i) => {
      const row = Math.floor(i / of.dModel);
      const place = { row, column: i % of.dModel, i };
      return isSilent({ ...place, size: of.dModel / of.nHeads }, of) ? 0 : w;
    });
}

/** Whether a row or column belongs to a head. */
const isOf = (at: number, size: number, head: number): boolean =>
  Math.floor(at / size) === head;

export default exercise(silenceHead, {
  title: "Take a head out",
  task: "`weight` is the flat (C, C) matrix of a block's projection, C = dModel: row by row, one row for each channel that it writes, one column for each channel that it reads. The heads lie side by side: head h fills the columns from h · C / nHeads on, C / nHeads of them. Return a new list in which every weight that reads head `head` is 0.",
  effort: { minutes: 8, difficulty: 3, points: 3 },
  hints: [
    "C / nHeads columns belong to the head, in each of the C rows. The first one is head · C / nHeads.",
    "Row r and column c lie at r · C + c (exercise 08.1). Copy the list, then loop over the rows, and over the columns of the head.",
    "const size = dModel / nHeads; const out = [...weight]; and in the two loops: out[row * dModel + head * size + c] = 0, c from 0 to size - 1.",
  ],
  parameters: ["weight", "{ dModel, nHeads, head }"],
  firstCases: [
    args([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16], {
      dModel: 4,
      nHeads: 2,
      head: 1,
    }),
    args([1, 2, 3, 4, 5, 6, 7, 8, 9], { dModel: 3, nHeads: 3, head: 0 }),
  ],
  randomCases: draw(8, (random) => {
    const nHeads = whole(random, 2, 4);
    const dModel = nHeads * whole(random, 1, 3);
    const head = whole(random, 0, nHeads - 1);
    return [vector(random, dModel * dModel), { dModel, nHeads, head }];
  }),
  mistakes: [
    mistake(
      "rows instead of columns",
      "These weights lie side by side: they are whole rows, so you silence what the projection writes to some channels. What it reads from the head lies in columns: C / nHeads weights in each row.",
      zeroWhere(({ row, size }, { head }) => isOf(row, size, head)),
    ),
    mistake(
      "the first row only",
      "Every row of the matrix reads the head, not only the first one: do the same for all C rows.",
      zeroWhere(
        ({ row, column, size }, { head }) =>
          row === 0 && isOf(column, size, head),
      ),
    ),
    mistake(
      "only the head's own block",
      "You silence the head only where the rows have its numbers, too. All C rows read it.",
      zeroWhere(
        ({ row, column, size }, { head }) =>
          isOf(row, size, head) && isOf(column, size, head),
      ),
    ),
    mistake(
      "all other heads",
      "You silence the other heads, and this one is left. Turn the condition round.",
      zeroWhere(({ column, size }, { head }) => !isOf(column, size, head)),
    ),
    mistake(
      "only the first column of the head",
      "A head gives C / nHeads numbers, and you silence the first of them.",
      zeroWhere(({ column, size }, { head }) => column === head * size),
    ),
    mistake(
      "the head's number as a column",
      "The head's number is not a column. Each head has C / nHeads columns: the first is head · C / nHeads.",
      zeroWhere(({ column }, { head }) => column === head),
    ),
    mistake(
      "every nHeads-th column",
      "The heads lie side by side: first all columns of head 0, then those of head 1. You take every nHeads-th column.",
      zeroWhere(({ column }, { nHeads, head }) => column % nHeads === head),
    ),
    mistake(
      "nHeads columns",
      "A head has C / nHeads columns, not nHeads.",
      zeroWhere(({ column }, { nHeads, head }) => isOf(column, nHeads, head)),
    ),
    mistake(
      "the head is counted from 1",
      "Heads are numbered from 0: the first column is head · C / nHeads.",
      zeroWhere(({ column, size }, { head }) => isOf(column, size, head - 1)),
    ),
    mistake(
      "the next head",
      "That is the head after. The columns begin at head · C / nHeads.",
      zeroWhere(({ column, size }, { head }) => isOf(column, size, head + 1)),
    ),
    mistake(
      "a column too many",
      "You silence a column of the next head, too: C / nHeads of them are enough, so use < and not <=.",
      zeroWhere(
        ({ column, size }, { head }) =>
          column >= head * size && column <= (head + 1) * size,
      ),
    ),
    mistake(
      "a column too many, into the next row",
      "You silence C / nHeads + 1 weights in each row: use < and not <=.",
      zeroWhere(({ i, size }, { dModel, head }) => {
        const from = (i - head * size) % dModel;
        return i >= head * size && from <= size;
      }),
    ),
    mistake(
      "all from the head on",
      "You silence the heads after this one, too. Stop at (head + 1) · C / nHeads.",
      zeroWhere(({ column, size }, { head }) => column >= head * size),
    ),
    mistake(
      "nothing changed",
      "This is the matrix as it was given. Set the weights to 0 in your copy, and return the copy.",
      (weight) => [...weight],
    ),
    mistake(
      "everything is 0",
      "All heads are silent now. Only the columns of one head become 0.",
      (weight) => weight.map(() => 0),
    ),
    mistake(
      "the columns are removed",
      "The matrix keeps its size: set the weights to 0, do not leave them out.",
      (weight, { dModel, nHeads, head }) =>
        weight.filter((_, i) => !isOf(i % dModel, dModel / nHeads, head)),
    ),
  ],
  alsoRight: (weight, { dModel, nHeads, head }) => {
    const size = dModel / nHeads;
    const out = [...weight];
    for (let row = 0; row < dModel; row++)
      out.fill(0, row * dModel + head * size, row * dModel + (head + 1) * size);
    return out;
  },
});
