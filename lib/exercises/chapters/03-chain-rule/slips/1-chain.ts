import { mistake, type MistakeOf } from "../../../author";
import type { chainGradients } from "../1-chain";

/** What else learners answer to exercise 03.1. */
export const slips: MistakeOf<typeof chainGradients>[] = [
  mistake(
    "only the next link is looked at",
    "A link is followed by all the later ones, not by the next alone. Multiply by all of them.",
    (local) => local.map((d, i) => d * (local[i + 1] ?? 1)),
  ),
  mistake(
    "only the link before is looked at",
    "The end of the chain lies behind a link. Multiply by the later links, by all of them.",
    (local) => local.map((d, i) => d * (local[i - 1] ?? 1)),
  ),
  mistake(
    "all links but its own",
    "The links before are not on the way to the end, and its own link is. Multiply from link i to the last one.",
    (local) =>
      local.map((_, i) =>
        local.reduce((product, d, j) => (j === i ? product : product * d), 1),
      ),
  ),
  mistake(
    "from the start, its own link left out",
    "That is how fast what enters a link changes with the start of the chain. The question is the other way around: how fast the end changes with what enters.",
    (local) =>
      local.map((_, i) => local.slice(0, i).reduce((a, b) => a * b, 1)),
  ),
  mistake(
    "added to 1 instead of multiplied",
    "Rates along a chain multiply: `upstream *= local[i]`.",
    (local) => local.map((_, i) => local.slice(i).reduce((a, b) => a + b, 1)),
  ),
];
