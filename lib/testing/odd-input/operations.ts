import { ops as reference } from "../../core";
import { call, type Call } from "./odd-input";
import { create, fill, list, ops } from "./samples";

/** The operations of a backend. */
export const OPERATIONS: readonly Call[] = [
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
];
