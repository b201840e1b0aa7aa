import {
  accumulateGradients,
  bigramStep,
  bitsPerByte,
  cosineLrSchedule,
  createNgramModel,
  createRandom,
  crossEntropy,
  expectSchedule,
  fitScalingLaw,
  gradient,
  gradientCheck,
  graph,
  linearBatch,
  linearBatchBackward,
  linearVector,
  linearVectorBackward,
  nextTokenProbabilities,
  ngramLoss,
  ngramProbability,
  ngramTokens,
  normal,
  partialDerivative,
  perplexity,
  relativeError,
  rowsOf,
  sampleIndex,
  scalingLoss,
  sgdUpdateMatrix,
  sgdUpdateScalar,
  shuffled,
  sizeOf,
  softmax,
  softmaxCrossEntropyGrad,
  Tensor,
  viewOf,
  zeros,
  zeros64,
} from "../../core";
import { dot } from "../../core/by-hand/linear";
import { call, type Call } from "./odd-input";

const node = (value: number): graph.ScalarNode => graph.leaf(value);
const matrix = (): number[][] => [
  [0.1, 0.2],
  [0.3, 0.4],
];
const ids = (): Int32Array => Int32Array.of(0, 1, 2, 3, 1, 2, 3, 0, 1);
const square = (point: number[]): number => point[0] ** 2 + point[1];
const logits = (): Float64Array => Float64Array.of(1, 2, 3);

/** Numbers and lists of numbers: chapters 01 to 06, and what later ones use. */
export const NUMBERS: readonly Call[] = [
  call("sgdUpdateScalar", sgdUpdateScalar, () => [1, 2, 0.1]),
  call("partialDerivative", partialDerivative, () => [square, [1, 2], 0, 1e-5]),
  call("gradient", gradient, () => [square, [1, 2], 1e-5]),
  call("graph.leaf", graph.leaf, () => [1, "x"]),
  call(
    "graph.add",
    (a, b) => graph.add(node(a), node(b)),
    () => [3, 4],
  ),
  call(
    "graph.subtract",
    (a, b) => graph.subtract(node(a), node(b)),
    () => [3, 4],
  ),
  call(
    "graph.multiply",
    (a, b) => graph.multiply(node(a), node(b)),
    () => [3, 4],
  ),
  call(
    "graph.divide",
    (a, b) => graph.divide(node(a), node(b)),
    () => [3, 4],
  ),
  call(
    "graph.power",
    (a, b) => graph.power(node(a), b),
    () => [2, 3],
  ),
  call(
    "graph.exp",
    (a) => graph.exp(node(a)),
    () => [1],
  ),
  call(
    "graph.log",
    (a) => graph.log(node(a)),
    () => [1],
  ),
  call(
    "graph.tanh",
    (a) => graph.tanh(node(a)),
    () => [1],
  ),
  call("graph.backward", graph.backward, () => [graph.add(node(1), node(2))]),
  call("graph.topologicalOrder", graph.topologicalOrder, () => [
    graph.add(node(1), node(2)),
  ]),
  call("softmax", softmax, () => [[1, 2, 3]]),
  call("crossEntropy", crossEntropy, () => [[1, 2, 3], 1]),
  call("softmaxCrossEntropyGrad", softmaxCrossEntropyGrad, () => [[1, 2], 1]),
  call("perplexity", perplexity, () => [1]),
  call("dot", dot, () => [
    [1, 2],
    [3, 4],
  ]),
  call("linearVector", linearVector, () => [matrix(), [1, 2], [3, 4]]),
  call("linearBatch", linearBatch, () => [matrix(), matrix(), [3, 4]]),
  call("linearVectorBackward", linearVectorBackward, () => [
    [1, 2],
    matrix(),
    [3, 4],
  ]),
  call("linearBatchBackward", linearBatchBackward, () => [
    matrix(),
    matrix(),
    matrix(),
  ]),
  call("accumulateGradients", accumulateGradients, () => [matrix(), 1, [3, 4]]),
  call("sgdUpdateMatrix", sgdUpdateMatrix, () => [matrix(), matrix(), 0.1]),
  call("bigramStep", bigramStep, () => [
    matrix(),
    { inputs: [0, 1], targets: [1, 0] },
    0.1,
  ]),
  call("createRandom", createRandom, () => [1]),
  call("normal", normal, () => [createRandom(1)]),
  call("shuffled", shuffled, () => [["a", "b", "c"], createRandom(1)]),
  call("new Tensor", (data, shape) => new Tensor(data, shape), () => [Float32Array.of(1, 2), [1, 2]] as [Float32Array, number[]]), // prettier-ignore
  call("zeros", zeros, () => [[2, 3]]),
  call("zeros64", zeros64, () => [[2, 3]]),
  call("sizeOf", sizeOf, () => [[2, 3]]),
  call("viewOf", viewOf, () => [zeros([6]), 2, [2, 2]]),
  call("rowsOf", rowsOf, () => [zeros([2, 3])]),
  call("nextTokenProbabilities", nextTokenProbabilities, () => [
    logits(),
    { temperature: 0.5, topK: 2, topP: 0.9 },
  ]),
  call("sampleIndex", sampleIndex, () => [[0.25, 0.75], createRandom(1)]),
  call("createNgramModel", createNgramModel, () => [
    ids(),
    { order: 2 as const, vocabSize: 4 },
  ]),
  call("ngramProbability", (list, at) => ngramProbability(createNgramModel(ids(), { order: 2, vocabSize: 4 }), list, at), () => [Array.from(ids()), 2]), // prettier-ignore
  call("ngramLoss", (list) => ngramLoss(createNgramModel(ids(), { order: 2, vocabSize: 4 }), list), () => [ids()]), // prettier-ignore
  call("ngramTokens", (options) => [...ngramTokens(createNgramModel(ids(), { order: 2, vocabSize: 4 }), options)], () => [{ prompt: [0, 1], maxNewTokens: 3, stopToken: 2, random: createRandom(1), temperature: 0.5, topK: 2, topP: 0.9 }]), // prettier-ignore
  call("bitsPerByte", bitsPerByte, () => [{ loss: 1, tokens: 2, bytes: 3 }]),
  call("relativeError", relativeError, () => [
    [1, 2],
    [1, 3],
  ]),
  call("gradientCheck", gradientCheck, () => {
    const [values, gradients] = [zeros64([3]), zeros64([3])];
    const loss = (): number => values.data[0];
    const inputs = [{ name: "x", values, gradients }];
    return [inputs, loss, { epsilon: 1e-5, samples: 2, random: createRandom(1) }];
  }), // prettier-ignore
  call("cosineLrSchedule", cosineLrSchedule, () => [
    3,
    { maxLearningRate: 1, minLearningRate: 0.1, warmupSteps: 2, totalSteps: 9 },
  ]),
  call("expectSchedule", expectSchedule, () => ["f", { totalSteps: 9 }]),
  call("scalingLoss", scalingLoss, () => [
    { floor: 0.5, a: 4, alpha: 0.5, b: 10, beta: 1 },
    100,
    1000,
  ]),
  call("fitScalingLaw", fitScalingLaw, () => [
    [100, 200].flatMap((parameters) =>
      [1000, 2000].map((tokens) => ({ parameters, tokens, loss: 1 })),
    ),
    0.5,
  ]),
];
