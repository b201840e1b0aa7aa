import {
  Adam,
  asModelTensors,
  blockBackward,
  blockForward,
  clearGradients,
  clipGradNorm,
  copyValues,
  countParameters,
  createParameters,
  createRandom,
  createReader,
  createTrainingRun,
  createWaves,
  dropoutMasks,
  evaluate,
  generate,
  gradientNorm,
  parameterTable,
  readToken,
  remainingBatches,
  Sgd,
  TinyLLM,
  tinyLLMConfig,
  trainingLoop,
  trainingStep,
  vectorSpec,
  weightSpec,
} from "../../core";
import { call, type Call } from "./odd-input";
import {
  backend,
  batch,
  context,
  fill,
  gradientsOf,
  list,
  model,
  run,
  SIZES,
  windows,
} from "./samples";

/** Models, optimizers and training runs. */
export const MODELS: readonly Call[] = [
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
