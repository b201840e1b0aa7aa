import { after, between, draw, exercise, mistake, times } from "../../author";

/** How fast the end of a chain changes with what enters each of its links. */
export function chainGradients(local: number[]): number[] {
  const gradients = local.map(() => 0);
  let upstream = 1;
  for (let i = local.length - 1; i >= 0; i--) {
    upstream *= local[i];
    gradients[i] = upstream;
  }
  return gradients;
}

export default exercise(chainGradients, {
  title: "Backward through a chain",
  task: "local[i] is how fast link i turns what enters into what leaves. Return, for each link, how fast the end of the chain changes with what enters that link.",
  effort: { minutes: 8, difficulty: 2, points: 3 },
  hints: [
    "For the last link the answer is its own local derivative. For the one before it, that times its own.",
    "Keep one number, `upstream`. It begins as 1, at the end of the chain. Go from the last link to the first.",
    "In each turn: `upstream *= local[i]`, then `gradients[i] = upstream`.",
  ],
  firstCases: [[[2, 4]], [[3, -1, 0.5, 2]], [[2, 0, 5]], [[-3]]],
  randomCases: draw(7, (random, c) => [
    times(2 + (c % 4), (i) => (i % 2 ? -1 : 1) * between(random, 0.4, 2.5)),
  ]),
  mistakes: [
    mistake(
      "from the start instead of from the end",
      "That is how fast each link's end changes with the start of the chain. The question is the other way around: how fast the end of the chain changes with each link's start.",
      (local) => {
        let product = 1;
        return local.map((rate) => (product *= rate));
      },
    ),
    mistake(
      "a link leaves itself out",
      "That is the upstream gradient of each link. What enters the link also goes through the link itself: multiply by its own local derivative.",
      (local) => [...chainGradients(local).slice(1), 1],
    ),
    mistake(
      "the local derivatives alone",
      "Each local derivative covers its own link only. Multiply by all the links after it.",
      (local) => [...local],
    ),
    mistake(
      "the whole product everywhere",
      "That is right for the first link. The links before a link do not change its gradient.",
      (local) => local.map(() => chainGradients(local)[0]),
    ),
    mistake(
      "added instead of multiplied",
      "Rates along a chain multiply, like gears: twice as fast, then four times as fast, is eight times as fast.",
      (local) => local.map((_, i) => local.slice(i).reduce((a, b) => a + b)),
    ),
    mistake(
      "every gradient is 0",
      "Does `upstream` begin with 0? Nothing is left of such a product: begin with 1, the rate at which the end changes with itself. Or is `gradients[i]` never set?",
      (local) => local.map(() => 0),
    ),
    mistake(
      "in reverse order",
      "The numbers are right, their places are not: `gradients[i]` belongs to link i.",
      after((gradients) => gradients.reverse()),
    ),
  ],
  alsoRight: (local) =>
    local.map((_, i) => local.slice(i).reduce((a, b) => b * a, 1)),
});
