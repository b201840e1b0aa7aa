import { copyExercise, type longestCopy } from "./copy";
import { nucleusExercise, type nucleus } from "./nucleus";
import { temperatureExercise, type withTemperature } from "./temperature";
import { numberExercise, type ChapterExercises } from "../../checker/exercise";

/** What chapter 16 asks for. */
export interface Answers16 {
  "16.1": number;
  "16.2": typeof longestCopy;
  "16.3": typeof withTemperature;
  "16.4": typeof nucleus;
  "16.5": number;
}

const uniformExercise = numberExercise({
  kind: "predict",
  id: "16.1",
  title: "Predict: the worst honest guess",
  task: "A model gives each of 512 tokens the same probability. A token has 2.25 bytes on average. How many bits per byte is that?",
  minutes: 4,
  difficulty: 2,
  points: 3,
  hints: [
    "The surprise of one token is -log2(1/512) bits.",
    "2 to the power of 9 is 512: so 9 bits a token.",
    "Each token pays for 2.25 bytes: divide.",
  ],
  reference: 4,
  unit: "bits per byte",
  tolerance: 0.01,
  mistakes: [
    {
      name: "bits per token",
      value: 9,
      hint: "That is the price of a token. It covers 2.25 bytes.",
    },
    {
      name: "nats instead of bits",
      value: Math.log(512) / 2.25,
      hint: "You took the natural logarithm: those are nats per byte. Take log2, or divide by ln 2.",
    },
    {
      name: "nats per token",
      value: Math.log(512),
      hint: "That is the loss of one token, in nats. Turn it into bits, and spread them over its 2.25 bytes.",
    },
    {
      name: "multiplied by the bytes",
      value: 20.25,
      hint: "More bytes in a token make each byte cheaper: divide by 2.25.",
    },
    {
      name: "every byte by itself",
      value: 8,
      hint: "8 bits would be an even guess among 256 bytes. This model guesses among 512 tokens.",
    },
  ],
  explanation:
    "One token costs log2(512) = 9 bits and pays for 2.25 bytes: 9 / 2.25 = **4** bits per byte. " +
    "A model that has learned anything must be below that.",
});

const cacheExercise = numberExercise({
  kind: "predict",
  id: "16.5",
  title: "Predict: work without a memory",
  task: "From a prompt of one token a model writes 100 more. Without a cache it reads the whole text anew for each. How many positions does it compute in all?",
  minutes: 4,
  difficulty: 2,
  points: 2,
  hints: [
    "For the first new token it reads 1 position, for the second 2.",
    "For the hundredth it reads 100: the prompt and 99 of its own.",
    "1 + 2 + ... + 100: pair the first with the last.",
  ],
  reference: 5050,
  unit: "positions",
  tolerance: 0,
  mistakes: [
    {
      name: "with the cache",
      value: 100,
      hint: "That is the work with a cache, where each position is computed once.",
    },
    {
      name: "each token once",
      value: 101,
      hint: "That counts every token once. Without a memory the text so far is read again for each new one.",
    },
    {
      name: "always the whole length",
      value: 10000,
      hint: "The text is shorter in the beginning: 1, 2, 3, ... positions.",
    },
    {
      name: "one term too few",
      value: 4950,
      hint: "The last new token needs all 100 before it: the sum ends with 100.",
    },
    {
      name: "one term too many",
      value: 5151,
      hint: "The hundredth new token is written, but nobody reads it any more: the sum ends with 100.",
    },
  ],
  explanation:
    "1 + 2 + … + 100 = 100 · 101 / 2 = **5050**. With the cache it is 100: one position a token.",
});

/** Exercises of notebooks/16-evaluation-and-generation.ipynb. */
export const chapter16: ChapterExercises<Answers16> = {
  "16.1": uniformExercise,
  "16.2": copyExercise,
  "16.3": temperatureExercise,
  "16.4": nucleusExercise,
  "16.5": cacheExercise,
};
