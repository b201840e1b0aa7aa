import { mistake, type MistakeOf } from "../../../author";
import { countByHand } from "../1-count";

/** What else learners answer to exercise 11.1. */
export const slips: MistakeOf<typeof countByHand>[] = [
  mistake(
    "an embedding in every block",
    "The embedding comes once, before the first block: V × C is not multiplied by nLayers.",
    (s) => countByHand(s) + (s.nLayers - 1) * s.vocabSize * s.dModel,
  ),
  mistake(
    "no embedding",
    "The embedding is a matrix too: one row of C numbers for each token.",
    (s) => countByHand({ ...s, vocabSize: 0 }),
  ),
  mistake(
    "one matrix of the feed-forward",
    "The feed-forward has two matrices: up from C to dFf, and down again.",
    (s) => countByHand(s) - s.nLayers * s.dFf * s.dModel,
  ),
  mistake(
    "no LayerNorm at all",
    "Each LayerNorm has a gain and a bias of C numbers: two in each block, one after the last.",
    (s) => countByHand(s) - (4 * s.nLayers + 2) * s.dModel,
  ),
  mistake(
    "the C numbers of a bias are missing",
    "Both linear layers of the feed-forward have a bias: dFf numbers, and C numbers.",
    (s) => countByHand(s) - s.nLayers * s.dModel,
  ),
  mistake(
    "the dFf numbers of a bias are missing",
    "Both linear layers of the feed-forward have a bias: dFf numbers, and C numbers.",
    (s) => countByHand(s) - s.nLayers * s.dFf,
  ),
  mistake(
    "the last LayerNorm in every block",
    "The last LayerNorm comes once, after the last block.",
    (s) => countByHand(s) + (s.nLayers - 1) * 2 * s.dModel,
  ),
  mistake(
    "each LayerNorm has one vector only",
    "A LayerNorm has a gain and a bias, C numbers each: 2C, in the blocks and after the last.",
    (s) => countByHand(s) - (2 * s.nLayers + 1) * s.dModel,
  ),
  mistake(
    "dFf is taken to be four times dModel",
    "That holds for the full model, but here `dFf` is an argument of its own: use sizes.dFf.",
    (s) => countByHand({ ...s, dFf: 4 * s.dModel }),
  ),
];
