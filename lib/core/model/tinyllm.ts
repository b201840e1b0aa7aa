import { type Backend, referenceBackend, Workspace } from "./backend";
import {
  blockBackward,
  type BlockContext,
  blockForward,
  type BlockSaved,
} from "./block";
import { JUPYTER_DISPLAY, type MimeBundle } from "../base/display";
import {
  type AttentionSaved,
  type DropoutSaved,
  type EmbeddingSaved,
  type KeyValueCache,
  type LayerNormSaved,
} from "../ops";
import {
  clearGradients,
  createParameters,
  type Parameters,
} from "./parameters";
import { describeParameters } from "./parameters-table";
import { createRandom } from "../base/random";
import type { TokenBatch } from "../text/sequences";
import { Tensor } from "../base/tensor";
import {
  asModelTensors,
  createWaves,
  dropoutMask,
  type ModelTensors,
  parameterTable,
  type TinyLLMConfig,
  tinyLLMConfig,
  type TinyLLMOptions,
} from "./config";

/** What a forward can be told. */
export interface ForwardOptions {
  /** number of the training step, which chooses the dropout masks; left out
   * when not training, and then nothing is dropped */
  dropoutStep?: number;
  /** earlier tokens of one sequence, of which the next one is read now */
  memory?: { caches: KeyValueCache[]; position: number };
}

/** What the backward of the model needs of its forward. */
export interface ForwardSaved {
  embedding: EmbeddingSaved;
  dropped?: DropoutSaved;
  blocks: BlockSaved[];
  final: LayerNormSaved;
}

/**
 * A small GPT-style language model: embedding, blocks of attention and
 * feed-forward, and an output projection that is the embedding once more.
 *
 * @see notebooks/11-tinyllm.ipynb
 */
export class TinyLLM {
  readonly config: TinyLLMConfig;
  readonly parameters: Parameters;
  readonly backend: Backend;
  /** the weights by name, as views into `parameters.values` */
  readonly weights: ModelTensors;
  /** their gradients by name, as views into `parameters.gradients` */
  readonly gradients: ModelTensors;
  /** (maxSeqLen, C): what is added for each position */
  readonly positions: Tensor;
  private readonly workspace: Workspace;

  /**
   * @param options at least vocabSize; the rest has defaults
   * @param backend who computes; plain TypeScript unless told
   * @throws if the options break a rule of {@link tinyLLMConfig}
   */
  constructor(options: TinyLLMOptions, backend: Backend = referenceBackend()) {
    this.config = tinyLLMConfig(options);
    this.backend = backend;
    this.parameters = createParameters(
      parameterTable(this.config),
      backend,
      createRandom(this.config.seed),
    );
    const { list } = this.parameters;
    this.weights = asModelTensors(list.map((p) => [p.name, p.values]));
    this.gradients = asModelTensors(list.map((p) => [p.name, p.gradients]));
    this.positions =
      this.weights.positionEmbedding ?? createWaves(this.config, backend);
    this.workspace = new Workspace(backend);
  }

  /**
   * Runs `work` and then reuses the memory of all it computed. What
   * {@link forward} returns is valid inside only.
   */
  scope<T>(work: () => T): T {
    return this.workspace.scope(work);
  }

  /**
   * From token ids to the last hidden states.
   *
   * @param ids B * T token ids, row after row
   * @param shape [B, T], T at most maxSeqLen
   * @param options dropout in training, memory when generating
   * @returns `final.out` (B, T, C), with what the backward needs; valid until
   *   the {@link scope} around the call ends
   */
  forward(
    ids: Int32Array,
    shape: readonly [number, number],
    options: ForwardOptions = {},
  ): ForwardSaved {
    const { ops } = this.backend;
    const { create } = this.workspace;
    const { tokenEmbedding, finalGain, finalBias } = this.weights;
    const embedding = ops.embeddingForward(
      {
        ids,
        shape,
        table: tokenEmbedding,
        positions: this.positions,
        firstPosition: options.memory?.position,
      },
      create,
    ); // (B, T, C)
    const mask = dropoutMask(this.config, 0, options.dropoutStep);
    const dropped =
      mask && ops.dropoutForward({ x: embedding.out, ...mask }, create);
    let x = dropped?.out ?? embedding.out;
    const blocks = this.weights.blocks.map((weights, layer) => {
      const saved = blockForward(x, weights, this.context(layer, options));
      x = saved.out;
      return saved;
    });
    const final = ops.layerNormForward(
      { x, gain: finalGain, bias: finalBias },
      create,
    );
    return { embedding, dropped, blocks, final };
  }

  /**
   * From the gradient of the last hidden states to the gradients of all
   * parameters, which are added to `parameters.gradients`.
   *
   * @param saved what {@link forward} returned
   * @param dHidden (B, T, C) gradient of the loss for `saved.final.out`
   */
  backward(saved: ForwardSaved, dHidden: Tensor): void {
    const { ops } = this.backend;
    const { zeros } = this.workspace;
    const dStream = zeros(dHidden.shape);
    ops.layerNormBackward(saved.final, dHidden, {
      dx: dStream,
      dGain: this.gradients.finalGain,
      dBias: this.gradients.finalBias,
    });
    for (let layer = saved.blocks.length - 1; layer >= 0; layer--) {
      const gradients = this.gradients.blocks[layer];
      this.scope(() => {
        const context = this.context(layer);
        blockBackward(saved.blocks[layer], dStream, gradients, context);
      });
    }
    let dEmbedding = dStream;
    if (saved.dropped) {
      dEmbedding = zeros(dStream.shape);
      ops.dropoutBackward(saved.dropped, dStream, { dx: dEmbedding });
    }
    ops.embeddingBackward(saved.embedding, dEmbedding, {
      dTable: this.gradients.tokenEmbedding,
      dPositions: this.gradients.positionEmbedding,
    });
  }

  /**
   * The loss of a batch and the gradient of all parameters: everything a
   * training step does before its update.
   *
   * The embedding gets two gradients, because it is used twice: as the table
   * that tokens are looked up in, and as the output projection.
   *
   * @param batch inputs and targets of shape (B, T)
   * @param dropoutStep number of the training step; left out: no dropout
   * @returns mean nats per token; gradients are in `parameters.gradients`
   */
  lossAndGradients(batch: TokenBatch, dropoutStep?: number): number {
    clearGradients(this.parameters);
    const { inputs, targets, batchSize, length } = batch;
    return this.scope(() => {
      const saved = this.forward(inputs, [batchSize, length], {
        dropoutStep,
      });
      const dHidden = this.workspace.zeros(saved.final.out.shape);
      const weight = this.weights.tokenEmbedding;
      const into = { dx: dHidden, dWeight: this.gradients.tokenEmbedding };
      const loss = this.scope(() =>
        this.backend.ops.outputLoss(
          { x: saved.final.out, weight, targets },
          into,
          this.workspace.create,
        ),
      );
      this.backward(saved, dHidden);
      return loss;
    });
  }

  /**
   * The loss of a batch, without dropout and without gradients.
   *
   * @returns mean nats per token
   */
  loss({ inputs, targets, batchSize, length }: TokenBatch): number {
    return this.scope(() => {
      const saved = this.forward(inputs, [batchSize, length]);
      const weight = this.weights.tokenEmbedding;
      return this.backend.ops.outputLoss(
        { x: saved.final.out, weight, targets },
        undefined,
        this.workspace.create,
      );
    });
  }

  /**
   * The logits of every position, as a tensor of their own.
   *
   * @param ids B * T token ids, row after row
   * @param shape [B, T]
   * @param options memory when generating
   * @returns (B, T, V)
   */
  logits(
    ids: Int32Array,
    shape: readonly [number, number],
    options: ForwardOptions = {},
  ): Tensor {
    return this.scope(() => {
      const saved = this.forward(ids, shape, options);
      const { out } = this.backend.ops.linearForward(
        { x: saved.final.out, weight: this.weights.tokenEmbedding },
        this.workspace.create,
      );
      return new Tensor(out.data.slice(), out.shape);
    });
  }

  /** What a notebook shows for a model that ends a cell. */
  [JUPYTER_DISPLAY](): MimeBundle {
    return describeParameters(this.parameters);
  }

  private context(layer: number, options: ForwardOptions = {}): BlockContext {
    const { ops } = this.backend;
    const { create, zeros } = this.workspace;
    const { nHeads } = this.config;
    const { dropoutStep, memory } = options;
    const first = dropoutMask(this.config, 2 * layer + 1, dropoutStep);
    const second = dropoutMask(this.config, 2 * layer + 2, dropoutStep);
    const attend = (qkv: Tensor): AttentionSaved => {
      if (!memory) return ops.attentionForward({ qkv, nHeads }, create);
      const { caches, position } = memory;
      const inputs = { qkv, nHeads, cache: caches[layer], position };
      return ops.attentionNext(inputs, create);
    };
    const dropout = first && second && ([first, second] as const);
    return { ops, create, zeros, attend, dropout };
  }
}
