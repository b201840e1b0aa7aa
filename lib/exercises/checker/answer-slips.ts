import { LIST_ROWS } from "./list-slips";
import type { Row, Slip } from "./slip";
import {
  alike,
  each,
  items,
  mixed,
  moved,
  shared,
  unrounded,
} from "./wrong-values";

const DIGITS = [1, 2, 3, 4, 5, 6, 8];

const slip = ([name, wrong, hint]: Row): Slip => ({ name, wrong, hint });

const EXACT: Row[] = [
  [
    "left as it was",
    ({ before }) => before,
    "A new list or a copy of a number is lost when the function ends. Write into what came in.",
  ],
  [
    "overwritten, not added",
    moved((after, before) => after - before),
    "It may hold something already. Add with `+=`.",
  ],
  [
    "added twice",
    moved((after, before) => 2 * after - before),
    "Every number moves twice as far as it should.",
  ],
  [
    "moved the wrong way",
    moved((after, before) => 2 * before - after),
    "Every number moves as far as it should, in the other direction. Look at the signs.",
  ],
  [
    "several rows are one and the same list",
    items(shared),
    "`fill(row)` puts the same list into every row, and a change to one changes them all. Make a new list for each row.",
  ],
  [
    "everything is 0",
    each(() => 0),
    "Either nothing is added up, or it is added to a copy.",
  ],
  [
    "the sign is flipped",
    each((v) => -v),
    "The sizes are right. Look at what is subtracted from what.",
  ],
  [
    "the signs are lost",
    each(Math.abs),
    "The sizes are right. Where does a negative number become positive?",
  ],
  [
    "twice as large as it should be",
    each((v) => 2 * v),
    "Is a half missing, or is something added twice?",
  ],
  [
    "half as large as it should be",
    each((v) => v / 2),
    "Is a factor of 2 missing, or is a sum divided that should not be?",
  ],
  [
    "bits instead of nats",
    each((v) => v / Math.LN2),
    "One bit is ln 2 = 0.693 nats. `Math.log` gives nats, `Math.log2` bits.",
  ],
  [
    "nats instead of bits",
    each((v) => v * Math.LN2),
    "One bit is ln 2 = 0.693 nats. `Math.log` gives nats, `Math.log2` bits.",
  ],
  ["squared", each((v) => v * v), "A root is missing at the end."],
  [
    "the exponential is missing",
    each(Math.log),
    "`Math.exp` of it would be right.",
  ],
  [
    "one exponential too many",
    each(Math.exp),
    "`Math.log` of it would be right.",
  ],
  ["one root too many", each(Math.sqrt), "The square of it would be right."],
  ["upside down", each((v) => 1 / v), "1 divided by it would be right."],
  [
    "one too many",
    each((v) => v + 1),
    "Where does counting begin, at 0 or at 1? And is the end still counted?",
  ],
  [
    "one too few",
    each((v) => v - 1),
    "Where does counting begin, at 0 or at 1? And is the end still counted?",
  ],
  ...LIST_ROWS,
  ...[Math.floor, Math.ceil, Math.round].map((round): Row => [
    "not rounded",
    unrounded(round),
    "A whole number is asked for. Is it rounded down, up or to the nearest?",
  ]),
  ...DIGITS.map((digits): Row => [
    "rounded",
    each((v) => Number(v.toFixed(digits))),
    "The numbers are right but for what was cut off. Round only what you print.",
  ]),
];

const CUT: Row[] = [Math.round, Math.trunc, Math.floor, Math.ceil].map(
  (change) => [
    "rounded to whole numbers",
    each(change),
    "The numbers are right but for what was cut off.",
  ],
);

const VAGUE: Row[] = [
  [
    "the right proportions, not the right size",
    alike((right, yours) => yours / right),
    "All numbers of a case are off by one factor, another one in each case. Look at what divides or multiplies all of them.",
  ],
  [
    "shifted as a whole",
    alike((right, yours) => yours - right),
    "All numbers of a case are off by the same amount. Look at what is added to all of them, or subtracted.",
  ],
  [
    "only the first item is wrong",
    mixed((right, yours) => [yours[0], ...right.slice(1)]),
    "All others are right, in all cases.",
  ],
  [
    "only the last item is wrong",
    mixed((right, yours) => [...right.slice(0, -1), yours.at(-1)]),
    "All others are right, in all cases.",
  ],
  [
    "only the first item is right",
    mixed((right, yours) => [right[0], ...yours.slice(1)]),
    "It is right in all cases, and the others are not.",
  ],
];

/** Slips that say how right becomes wrong, the likelier ones first. */
export const SLIPS: readonly Slip[] = EXACT.map(slip);

/** For numbers that are large enough: 0 and 1 may have other reasons. */
export const CUT_SLIPS: readonly Slip[] = CUT.map(slip);

/** What is still true where nothing more is known. */
export const VAGUE_SLIPS: readonly Slip[] = VAGUE.map(slip);
