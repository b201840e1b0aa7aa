import {
  BPETokenizer,
  cleanText,
  createBatches,
  createRandom,
  createTrainingSequences,
  expectOneLength,
  learnMerges,
  type Merge,
  splitDocuments,
  splitWords,
  utf8Length,
} from "../../core";
import { call, type Call } from "./odd-input";

const ids = (): Int32Array => Int32Array.of(0, 1, 2, 3, 1, 2, 3, 0, 1);
const tokenizer = new BPETokenizer([
  [97, 98],
  [257, 99],
]);

/** Texts, tokens and windows: chapter 07. */
export const TEXTS: readonly Call[] = [
  call("cleanText", cleanText, () => ["a  b", { joinLines: true }]),
  call("splitWords", splitWords, () => ["a b"]),
  call("utf8Length", utf8Length, () => ["a b"]),
  call("learnMerges", learnMerges, () => [["abab abab"], { vocabSize: 258 }]),
  call("new BPETokenizer", (merges) => new BPETokenizer(merges), () => [[[97, 98] as Merge]]), // prettier-ignore
  call("BPETokenizer.train", BPETokenizer.train, () => [
    "abab abab",
    { vocabSize: 258 },
  ]),
  call("BPETokenizer.fromJSON", BPETokenizer.fromJSON, () => [
    { format: "tinyllm-bpe", version: 1, merges: [[97, 98]] },
  ]),
  call("BPETokenizer.encode", (text) => tokenizer.encode(text), () => ["abc"]), // prettier-ignore
  call("BPETokenizer.encodeDocuments", (texts) => tokenizer.encodeDocuments(texts), () => [["abc"]]), // prettier-ignore
  call("BPETokenizer.decode", (list) => tokenizer.decode(list), () => [[97, 98]]), // prettier-ignore
  call("BPETokenizer.tokenBytes", (id) => tokenizer.tokenBytes(id), () => [97]), // prettier-ignore
  call("BPETokenizer.tokenText", (id) => tokenizer.tokenText(id), () => [97]), // prettier-ignore
  call("splitDocuments", splitDocuments, () => [
    ["a", "b", "c", "d"].map((text) => ({ text })),
    { validation: 0.25, test: 0.25, seed: 1 },
  ]),
  call("createTrainingSequences", createTrainingSequences, () => [
    ids(),
    { length: 2, stride: 2 },
  ]),
  call("createBatches", createBatches, () => [
    createTrainingSequences(ids(), { length: 2 }),
    { batchSize: 2, random: createRandom(1), dropLast: true },
  ]),
  call("expectOneLength", expectOneLength, () => [
    "windows",
    createTrainingSequences(ids(), { length: 2 }),
  ]),
];
