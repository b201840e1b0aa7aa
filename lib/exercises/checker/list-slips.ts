import { transposed, type Part, type Row } from "./slip";
import { isList } from "./values";
import {
  addedUp,
  items,
  lastForAll,
  misplaced,
  renamed,
  shuffled,
} from "./wrong-values";

/** Slips in lists: what is missing, and what stands in another place. */
export const LIST_ROWS: Row[] = [
  [
    "rows and columns are swapped",
    items(transposed),
    "What belongs in row i and column j is in row j and column i.",
  ],
  [
    "in reverse order",
    items((list) => list.reverse()),
    "All items are right, from the last to the first.",
  ],
  [
    "the last item is missing",
    items((list) => list.slice(0, -1)),
    "All others are right. Does the loop stop one too early?",
  ],
  [
    "the first item is missing",
    items((list) => list.slice(1)),
    "All others are right. Does the loop begin one too late?",
  ],
  [
    "the right items in another order",
    items(shuffled),
    "Nothing is missing. Look at which item belongs where.",
  ],
  [
    "the right values under the wrong names",
    misplaced,
    "Nothing is missing. Look at which value belongs to which field.",
  ],
  [
    "the right values, but a field has another name",
    renamed,
    "Write the names of the fields exactly as the task does, capital letters too.",
  ],
  [
    "the zeros are left out",
    items((list) => list.filter((v) => v !== 0)),
    "All others are right. Every item keeps its place, those that are 0 too.",
  ],
  [
    "one list without rows",
    items((list) => (list.some(isList) ? list.flat() : undefined)),
    "All numbers are right. They should stand in rows.",
  ],
  [
    "a list around the answer",
    ({ right }: Part): unknown => [right],
    "What is inside is right. Return it without the outer brackets.",
  ],
  [
    "only the first item, instead of all",
    items((list) => list[0]),
    "That one is right. Return the whole list.",
  ],
  [
    "only the last item, instead of all",
    items((list) => list.at(-1)),
    "That one is right. Return the whole list.",
  ],
  [
    "a list of the first item alone",
    items((list) => list.slice(0, 1)),
    "That one is right. Does a `return` end the loop in its first turn?",
  ],
  [
    "a list of the last item alone",
    items((list) => list.slice(-1)),
    "That one is right. Keep the others, too.",
  ],
  ...[addedUp, lastForAll].map((merged): Row => [
    "all rows are the same",
    items(merged),
    "`fill(row)` puts one and the same list into every row. Make a new list for each row.",
  ]),
];
