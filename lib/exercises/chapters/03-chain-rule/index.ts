import { between, times } from "../../author";
import { neuronExercise, type neuronBackward } from "./neuron";
import { tapeExercise, type backwardTape } from "./graph";
import {
  functionExercise,
  numberExercise,
  type ChapterExercises,
} from "../../checker/exercise";

/** What chapter 03 asks for. */
export interface Answers03 {
  "03.1": (local: number[]) => number[];
  "03.2": typeof neuronBackward;
  "03.3": number;
  "03.4": typeof backwardTape;
  "03.5": number;
}

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

const chainExercise = functionExercise<Answers03["03.1"]>({
  kind: "write",
  id: "03.1",
  title: "A chain, backward",
  task: "local[i] is how fast link i turns what enters into what leaves. Return, for each link, how fast the end of the chain changes with what enters that link.",
  minutes: 8,
  difficulty: 2,
  points: 3,
  hints: [
    "For the last link the answer is its own local derivative. For the one before it, that times its own.",
    "Keep one number, `upstream`. It begins as 1, at the end of the chain. Go from the last link to the first.",
    "In each turn: `upstream *= local[i]`, then `gradients[i] = upstream`.",
  ],
  reference: chainGradients,
  source: {
    file: "exercises/chapters/03-chain-rule/index.ts",
    name: "chainGradients",
    as: "myChain",
  },
  parameters: ["local"],
  cases: (random) => [
    [[2, 4]],
    [[3, -1, 0.5, 2]],
    [[2, 0, 5]],
    [[-3]],
    ...times(7, (c): [number[]] => [
      times(2 + (c % 4), (i) => (i % 2 ? -1 : 1) * between(random, 0.4, 2.5)),
    ]),
  ],
  mistakes: [
    {
      name: "from the start instead of from the end",
      code: (local) => {
        let product = 1;
        return local.map((rate) => (product *= rate));
      },
      hint: "That is how fast each link's end changes with the start of the chain. Asked is the other way round: the end of the chain with each link's start.",
    },
    {
      name: "a link leaves itself out",
      code: (local) => [...chainGradients(local).slice(1), 1],
      hint: "That is what arrives at each link from above. What enters the link also goes through the link itself: multiply by its own local derivative.",
    },
    {
      name: "the local derivatives alone",
      code: (local) => [...local],
      hint: "Each link tells what happens inside it. Multiply by all the links after it.",
    },
    {
      name: "the whole product everywhere",
      code: (local) => local.map(() => chainGradients(local)[0]),
      hint: "That is right for the first link. The later ones are not turned by the links before them.",
    },
    {
      name: "added instead of multiplied",
      code: (local) => {
        let sum = 0;
        return [...local]
          .reverse()
          .map((rate) => (sum += rate))
          .reverse();
      },
      hint: "Rates along a chain multiply, like gears: twice as fast, then four times as fast, is eight times as fast.",
    },
    {
      name: "every gradient is 0",
      code: (local) => local.map(() => 0),
      hint: "Does `upstream` begin with 0? Nothing is left of such a product: begin with 1, the rate at which the end changes with itself. Or is `gradients[i]` never set?",
    },
    {
      name: "in reverse order",
      code: (local) => chainGradients(local).reverse(),
      hint: "The numbers are right, their places are not: `gradients[i]` belongs to link i.",
    },
  ],
});

const fanOutExercise = numberExercise({
  kind: "predict",
  id: "03.3",
  title: "Predict: two paths",
  task: "a = w + 3, then L = w · a, at w = 2. What is dL/dw?",
  minutes: 5,
  difficulty: 2,
  points: 2,
  hints: [
    "w reaches L on two paths: straight into the product, and through a. Find the share of each.",
    "Straight: dL/dw = a = 5. Through a: dL/da = w = 2, times da/dw = 1.",
    "Add the two shares.",
  ],
  reference: 7,
  unit: "as slope",
  tolerance: 0,
  mistakes: [
    {
      name: "only the straight path",
      value: 5,
      hint: "5 is the share that goes straight into the product. w also has a part in a.",
    },
    {
      name: "only the path through a",
      value: 2,
      hint: "2 is the share through a. w also goes straight into the product.",
    },
    {
      name: "the loss itself, or the two shares multiplied",
      value: 10,
      hint: "10 is L, and also 5 · 2. Asked is the slope: along one path rates multiply, and the shares of different paths are added.",
    },
  ],
  explanation:
    "Straight into the product w has the share dL/dw = a = 5. Through a it has the " +
    "share dL/da · da/dw = 2 · 1 = 2. Fan-out adds: **7**. And indeed " +
    "L = w² + 3 w has the slope 2 w + 3 = 7.",
});

const vanishExercise = numberExercise({
  kind: "predict",
  id: "03.5",
  title: "Predict: how deep until nothing is left",
  task: "Every link of a chain has the local derivative 0.9. How many links does it take until the slope at the start is below 1/1000?",
  minutes: 6,
  difficulty: 2,
  points: 3,
  hints: [
    "After n links the slope is 0.9ⁿ.",
    "0.9ⁿ < 1/1000 means n · ln 0.9 < -ln 1000. Both logarithms are known to `Math.log`.",
    "n > ln 1000 / -ln 0.9 = 65.56. Links are whole.",
  ],
  reference: 66,
  unit: "links",
  tolerance: 0,
  mistakes: [
    {
      name: "rounded down",
      value: 65,
      hint: "0.9 to the power 65 is 0.00106, still above 1/1000. Round up.",
    },
    {
      name: "a tenth is taken away each time",
      value: 10,
      hint: "Each link takes a tenth of what is left, not of what was there at first.",
    },
    {
      name: "a hundredth instead of a thousandth",
      value: 44,
      hint: "After 44 links a hundredth is left. It goes on to a thousandth.",
    },
    {
      name: "the other way round",
      value: 73,
      hint: "You used a growth of 1.1. Falling by the factor 0.9 is a little faster than rising by 1.1.",
    },
  ],
  explanation:
    "The slope at the start is the product of all local derivatives, 0.9ⁿ. It is below " +
    "1/1000 once n > ln 1000 / −ln 0.9 = 65.56: with **66** links.",
});

/** Exercises of notebooks/03-chain-rule.ipynb. */
export const chapter03: ChapterExercises<Answers03> = {
  "03.1": chainExercise,
  "03.2": neuronExercise,
  "03.3": fanOutExercise,
  "03.4": tapeExercise,
  "03.5": vanishExercise,
};
