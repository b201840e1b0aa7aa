import {
  Adam,
  asModelTensors,
  type Backend,
  blockBackward,
  blockForward,
  type BlockContext,
  clearGradients,
  clipGradNorm,
  copyValues,
  countParameters,
  createParameters,
  createRandom,
  createReader,
  createTrainingRun,
  createTrainingSequences,
  createWaves,
  dropoutMasks,
  evaluate,
  generate,
  gradientNorm,
  ops as reference,
  parameterTable,
  readToken,
  remainingBatches,
  Sgd,
  type Tensor,
  TinyLLM,
  tinyLLMConfig,
  trainingLoop,
  trainingStep,
  vectorSpec,
  weightSpec,
} from "../../core";
import { call, type Call } from "./odd-input";

const SIZES = {
  vocabSize: 8,
  dModel: 4,
  nHeads: 2,
  nLayers: 1,
  dFf: 8,
  maxSeqLen: 6,
  dropout: 0.1,
  positions: "sinusoidal" as const,
  attentionBias: false,
  seed: 1,
};

/** Everything that works on a backend: operations, models, optimizers. */
export function modelCalls(backend: Backend): Call[] {
  const { ops } = backend;
  const fill = (...shape: number[]): Tensor => {
    const tensor = backend.create(shape);
    tensor.data.forEach((_, i) => (tensor.data[i] = Math.sin(i + 1)));
    return tensor;
  };
  const list = (...values: number[]): Int32Array => Int32Array.from(values);
  const model = (): TinyLLM => new TinyLLM(SIZES, backend);
  const windows = () =>
    createTrainingSequences(list(0, 1, 2, 3, 4, 5, 6, 7, 1), { length: 2 });
  const batch = () => ({
    inputs: list(0, 1, 2, 3),
    targets: list(1, 2, 3, 4),
    batchSize: 2,
    length: 2,
  });
  const gradientsOf = (owner: TinyLLM): TinyLLM => {
    owner.lossAndGradients(batch());
    return owner;
  };
  const context = (): BlockContext => ({
    ops,
    create: backend.create,
    zeros: backend.create,
    attend: (qkv) => ops.attentionForward({ qkv, nHeads: 2 }, backend.create),
  });
  const run = () =>
    createTrainingRun({ model: model(), sequences: windows(), totalSteps: 9, batchSize: 2 }); // prettier-ignore
  const { create } = backend;
  return [
    call("ops.sumOfSquares", ops.sumOfSquares, () => [fill(2, 3)]),
    call("ops.scaleInPlace", ops.scaleInPlace, () => [fill(2, 3), 2]),
    call("ops.clear", ops.clear, () => [fill(2, 3)]),
    call("ops.adamUpdate", ops.adamUpdate, () => [
      {
        weights: fill(3),
        gradients: fill(3),
        mean: create([3]),
        square: create([3]),
      },
      {
        learningRate: 0.1,
        beta1: 0.9,
        beta2: 0.99,
        epsilon: 1e-8,
        weightDecay: 0.1,
        step: 1,
      },
    ]),
    call("ops.linearForward", (inputs) => ops.linearForward(inputs, create), () => [{ x: fill(2, 3), weight: fill(4, 3), bias: fill(4) }]), // prettier-ignore
    call("ops.linearBackward", ops.linearBackward, () => [
      { x: fill(2, 3), weight: fill(4, 3), out: fill(2, 4) },
      fill(2, 4),
      { dx: fill(2, 3), dWeight: fill(4, 3), dBias: fill(4) },
    ]),
    call("ops.layerNormForward", (inputs) => ops.layerNormForward(inputs, create), () => [{ x: fill(2, 3), gain: fill(3), bias: fill(3) }]), // prettier-ignore
    call("ops.layerNormBackward", ops.layerNormBackward, () => [
      ops.layerNormForward({ x: fill(2, 3), gain: fill(3), bias: fill(3) }, create), // prettier-ignore
      fill(2, 3),
      { dx: fill(2, 3), dGain: fill(3), dBias: fill(3) },
    ]),
    call("ops.geluForward", (inputs) => ops.geluForward(inputs, create), () => [{ x: fill(2, 3) }]), // prettier-ignore
    call("ops.geluBackward", ops.geluBackward, () => [
      { x: fill(2, 3), out: fill(2, 3) },
      fill(2, 3),
      { dx: fill(2, 3) },
    ]),
    call("ops.dropoutForward", (inputs) => ops.dropoutForward(inputs, create), () => [{ x: fill(2, 3), rate: 0.5, key: 7 }]), // prettier-ignore
    call("ops.dropoutBackward", ops.dropoutBackward, () => [
      { rate: 0.5, key: 7, out: fill(2, 3) },
      fill(2, 3),
      { dx: fill(2, 3) },
    ]),
    call("ops.residualForward", (inputs) => ops.residualForward(inputs, create), () => [{ x: fill(2, 3), branch: fill(2, 3), dropout: { rate: 0.5, key: 7 } }]), // prettier-ignore
    call("ops.residualBackward", ops.residualBackward, () => [
      { out: fill(2, 3), dropout: { rate: 0.5, key: 7 } },
      fill(2, 3),
      { dBranch: fill(2, 3) },
    ]),
    call("ops.embeddingForward", (inputs) => ops.embeddingForward(inputs, create), () => [{ ids: list(0, 1, 2, 3), shape: [2, 2] as const, table: fill(4, 3), positions: fill(5, 3), firstPosition: 1 }]), // prettier-ignore
    call("ops.embeddingBackward", ops.embeddingBackward, () => [
      {
        ids: list(0, 1, 2, 3),
        shape: [2, 2] as const,
        table: fill(4, 3),
        positions: fill(5, 3),
        firstPosition: 1,
        out: fill(2, 2, 3),
      },
      fill(2, 2, 3),
      { dTable: fill(4, 3), dPositions: fill(5, 3) },
    ]),
    call("ops.attentionForward", (inputs) => ops.attentionForward(inputs, create), () => [{ qkv: fill(1, 2, 12), nHeads: 2 }]), // prettier-ignore
    call("ops.attentionBackward", (saved, dOut, into) => ops.attentionBackward(saved, dOut, into, create), () => [ops.attentionForward({ qkv: fill(1, 2, 12), nHeads: 2 }, create), fill(1, 2, 4), { dQkv: fill(1, 2, 12) }]), // prettier-ignore
    call("ops.attentionNext", (inputs) => ops.attentionNext(inputs, create), () => [{ qkv: fill(1, 1, 12), nHeads: 2, cache: { keys: fill(5, 4), values: fill(5, 4) }, position: 1 }]), // prettier-ignore
    call("ops.outputLoss", (inputs, into) => ops.outputLoss(inputs, into, create), () => [{ x: fill(2, 2, 3), weight: fill(4, 3), targets: list(0, 1, 2, 3) }, { dx: fill(2, 2, 3), dWeight: fill(4, 3) }]), // prettier-ignore
    call("ops.crossEntropyLoss", (x, targets) => reference.crossEntropyLoss(x, targets, create), () => [fill(2, 3), list(0, 2)]), // prettier-ignore
    call("ops.fillSinusoids", reference.fillSinusoids, () => [fill(2, 4), 0.5]),
    call("ops.dropoutKey", reference.dropoutKey, () => [1, 2, 3]),
    call("ops.keepLimit", reference.keepLimit, () => [0.5]),
    call("ops.checkAttention", reference.checkAttention, () => [fill(1, 2, 12), 2]), // prettier-ignore
    call("ops.checkPosition", reference.checkPosition, () => [
      { keys: fill(5, 4), values: fill(5, 4) },
      2,
    ]),
    call("backend.create", create, () => [[2, 3]]),
    call("tinyLLMConfig", tinyLLMConfig, () => [{ ...SIZES }]),
    call("new TinyLLM", (options) => new TinyLLM(options, backend).config, () => [{ ...SIZES }]), // prettier-ignore
    call("TinyLLM.forward", (ids, shape, options) => { const one = model(); return one.scope(() => one.forward(ids, shape, options).final.out.data.slice()); }, () => [list(0, 1, 2, 3), [2, 2] as [number, number], { dropoutStep: 1 }]), // prettier-ignore
    call("TinyLLM.logits", (ids, shape) => model().logits(ids, shape), () => [list(0, 1, 2, 3), [2, 2] as [number, number]]), // prettier-ignore
    call(
      "TinyLLM.loss",
      (one) => model().loss(one),
      () => [batch()],
    ),
    call("TinyLLM.lossAndGradients", (one, step) => { const owner = model(); return [owner.lossAndGradients(one, step), owner.parameters.gradients.data]; }, () => [batch(), 1]), // prettier-ignore
    call("dropoutMasks", dropoutMasks, () => [{ ...SIZES }, 1]),
    call("parameterTable", parameterTable, () => [{ ...SIZES }]),
    call("createWaves", createWaves, () => [{ ...SIZES }, backend]),
    call("weightSpec", weightSpec, () => [[2, 3], 0.02]),
    call("vectorSpec", vectorSpec, () => [3, 1]),
    call("asModelTensors", asModelTensors, () => [
      [["blocks.0.upBias", fill(2)] as const],
    ]),
    call("createParameters", (table, random) => createParameters(new Map(table), backend, random).values, () => [[["w", weightSpec([2, 3], 0.02)] as const], createRandom(1)]), // prettier-ignore
    call("countParameters", countParameters, () => [model().parameters]),
    call("clearGradients", clearGradients, () => [model().parameters]),
    call("copyValues", copyValues, () => [
      model().parameters,
      new Float32Array(model().parameters.values.data.length),
    ]),
    call("clipGradNorm", (maxNorm) => { const owner = gradientsOf(model()); return [clipGradNorm(owner.parameters, maxNorm), owner.parameters.gradients.data]; }, () => [0.1]), // prettier-ignore
    call("gradientNorm", gradientNorm, () => [gradientsOf(model()).parameters]),
    call("Sgd", (options, rate) => { const owner = gradientsOf(model()); new Sgd(owner.parameters, options).update(rate); return owner.parameters.values.data; }, () => [{ momentum: 0.5 }, 0.1]), // prettier-ignore
    call("Adam", (options, rate) => { const owner = gradientsOf(model()); new Adam(owner.parameters, options).update(rate); return owner.parameters.values.data; }, () => [{ beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.1 }, 0.1]), // prettier-ignore
    call("createReader", createReader, () => [model()]),
    call(
      "readToken",
      (id) => readToken(createReader(model()), id),
      () => [1],
    ),
    call("generate", (options) => generate(model(), options), () => [{ prompt: [0, 1, 2], maxNewTokens: 3, stopToken: 7, random: createRandom(1), temperature: 0.5, topK: 2, topP: 0.9 }]), // prettier-ignore
    call("evaluate", (sequences, options) => evaluate(model(), sequences, options), () => [windows(), { batchSize: 2 }]), // prettier-ignore
    call("blockForward", (x) => blockForward(x, model().weights.blocks[0], context()).out, () => [fill(1, 2, 4)]), // prettier-ignore
    call("blockBackward", (dStream) => { const owner = model(); blockBackward(blockForward(fill(1, 2, 4), owner.weights.blocks[0], context()), dStream, owner.gradients.blocks[0], context()); }, () => [fill(1, 2, 4)]), // prettier-ignore
    call("createTrainingRun", (options) => createTrainingRun({ model: model(), ...options }), () => [{ sequences: windows(), validation: windows(), batchSize: 2, totalSteps: 9, schedule: { maxLearningRate: 1, minLearningRate: 0.1, warmupSteps: 2 }, maxNorm: 1, evaluateEvery: 3, seed: 1 }]), // prettier-ignore
    call("createTrainingRun epochs", (options) => createTrainingRun({ model: model(), sequences: windows(), ...options }), () => [{ epochs: 2 }]), // prettier-ignore
    call("remainingBatches", remainingBatches, () => [run()]),
    call("trainingLoop", (options) => trainingLoop(run(), options), () => [{ steps: 2 }]), // prettier-ignore
    call("trainingStep", (one) => trainingStep(run(), one, new Float32Array(model().parameters.values.data.length)), () => [batch()]), // prettier-ignore
  ];
}
