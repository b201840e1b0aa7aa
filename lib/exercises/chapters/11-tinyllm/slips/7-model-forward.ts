import type { Tensor } from "../../../../core";
import { after, mistake, type MistakeOf } from "../../../author";
import { type modelForward, modelWired } from "../7-model-forward";
import { outOf } from "../shared";

function outsOf(steps: { out: Tensor }[]): Tensor[] {
  return steps.map(outOf);
}

const OUTPUTS = { logits: outOf, embedding: outOf, final: outOf };

/** What else learners answer to exercise 11.7. */
export const slips: MistakeOf<typeof modelForward>[] = [
  mistake(
    "the logits' numbers alone",
    "Those are the right numbers. The backward pass also needs what every step has saved: return { logits, embedding, blocks, final }.",
    after(({ logits }) => logits.out as never),
  ),
  mistake(
    "the last step alone",
    "Its `.out` holds the right numbers. The backward pass also needs the steps before it: return { logits, embedding, blocks, final }.",
    after(({ logits }) => logits as never),
  ),
  ...Object.keys(OUTPUTS).map((name) =>
    mistake<typeof modelForward>(
      `\`${name}.out\` in the place of \`${name}\``,
      `The next step reads \`.out\`, but the backward pass needs all that ${name} has saved. Return the whole object.`,
      after({ [name]: outOf }),
    ),
  ),
  mistake(
    "each block's `.out` in the place of the block",
    "The next block reads saved.out, but the backward pass needs all that a block has saved: `blocks.push(saved)`.",
    after({ blocks: outsOf }),
  ),
  mistake(
    "`.out` in the place of embedding, final and logits",
    "The next step reads `.out`, but the backward pass needs all that each step has saved. Return the whole objects.",
    after(OUTPUTS),
  ),
  mistake(
    "each step's `.out` in the place of the step",
    "The next step reads `.out`, but the backward pass needs all that each step has saved. Return the whole objects.",
    after({ ...OUTPUTS, blocks: outsOf }),
  ),
  mistake(
    "the stream is never updated",
    "All blocks and the last LayerNorm read the embedding, so no block counts. Write x = saved.out at the end of each round.",
    modelWired({
      input: (_, embedding) => embedding,
      final: (_, embedding) => embedding,
    }),
  ),
  mistake(
    "the last LayerNorm reads the first block",
    "It reads what the last block has left, not blocks[0].out.",
    modelWired({ final: ([first]) => first.out }),
  ),
];
