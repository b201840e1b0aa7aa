import { type Backend, referenceBackend, Workspace } from "./backend";
import { blockBackward, type BlockContext, type BlockSaved } from "./block";
import { forwardBlocks, type MemoryOptions, twoInTurn } from "./block-memory";
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
import { createRandom } from "../base/random";
import type { TokenBatch } from "../text/sequences";
import { Tensor } from "../base/tensor";
import {
  asModelTensors,
  createWaves,
  type DropoutMasks,
  dropoutMasks,
  type ModelTensors,
  parameterTable,
  type TinyLLMConfig,
  tinyLLMConfig,
  type TinyLLMOptions,
} from "./config";

/** Options of {@link TinyLLM.forward}. */
export interface ForwardOptions {
  /** number of the training step: turns dropout on and chooses its masks */
  dropoutStep?: number;
  /** read one token, at `position`, after those in the caches (one per block) */
  cache?: { caches: KeyValueCache[]; position: number };
}

/** The results of the model's forward pass that its backward pass needs. */
export interface ForwardSaved {
  embedding: EmbeddingSaved;
  /** the embedding after dropout, in training */
  dropped?: DropoutSaved;
  /**
   * per block, returns its results, of which it computes some or all again; they
   * are valid until the next of these calls
   */
  blocks: (() => BlockSaved)[];
  final: LayerNormSaved;
}

/**
 * A small GPT-style language model: embedding, blocks of attention and
 * feed-forward, and an output projection that shares the embedding's weights.
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
  /** (maxSeqLen, C): row t is added at position t */
  readonly positions: Tensor;
  /** see {@link MemoryOptions}; it may be changed between steps */
  recompute: boolean;
  private readonly workspace: Workspace;

  /**
   * @param options vocabSize, and any settings that differ from the defaults
   * @param backend operations and memory.
   *   @defaultValue plain TypeScript
   * @param memory whether to trade time for memory
   * @throws if the options break a rule of {@link tinyLLMConfig}
   */
  constructor(
    options: TinyLLMOptions,
    backend: Backend = referenceBackend(),
    { recompute = false }: MemoryOptions = {},
  ) {
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
    this.workspace = Workspace.of(backend);
    this.recompute = recompute;
  }

  /**
   * Runs `work`, then frees the memory of everything it computed. The result of
   * {@link forward} is valid only inside.
   */
  scope<T>(work: () => T): T {
    return this.workspace.scope(work);
  }

  /**
   * Computes the last hidden states from token ids.
   *
   * @param ids (B * T) token ids, sequence after sequence
   * @param shape [B, T], T at most maxSeqLen
   * @param options dropout in training, a cache in generation
   * @returns `final.out` (B, T, C), with what the backward pass needs; valid
   *   until the {@link scope} around the call ends
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
        firstPosition: options.cache?.position,
      },
      create,
    ); // (B, T, C)
    const masks = dropoutMasks(this.config, options.dropoutStep);
    const dropped =
      masks &&
      ops.dropoutForward(
        { x: embedding.out, ...masks.embedding },
        () => embedding.out, // overwrites it
      );
    const weights = this.weights.blocks;
    const { out: x, blocks } = forwardBlocks(embedding.out, weights, {
      contextOf: (layer) => this.context(layer, options, masks),
      create,
      recompute: this.recompute,
    }); // (B, T, C)
    const final = ops.layerNormForward(
      { x, gain: finalGain, bias: finalBias },
      create,
    ); // (B, T, C)
    return { embedding, dropped, blocks, final };
  }

  /**
   * Computes the gradients of all parameters from the gradient of the last
   * hidden states and adds them to `parameters.gradients`.
   *
   * @param saved the result of {@link forward}
   * @param dHidden (B, T, C) gradient of the loss for `saved.final.out`
   */
  backward(saved: ForwardSaved, dHidden: Tensor): void {
    const { ops } = this.backend;
    const { zeros } = this.workspace;
    const dStream = zeros(dHidden.shape); // (B, T, C)
    // hidden = finalNorm(x)
    ops.layerNormBackward(saved.final, dHidden, {
      dx: dStream,
      dGain: this.gradients.finalGain,
      dBias: this.gradients.finalBias,
    });
    // x = block(x), the last one first
    for (let layer = saved.blocks.length - 1; layer >= 0; layer--) {
      const gradients = this.gradients.blocks[layer];
      this.scope(() => {
        const context = this.context(layer);
        blockBackward(saved.blocks[layer](), dStream, gradients, context);
      });
    }
    // x = dropout(table[ids] + positions)
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
   * in which tokens are looked up, and as the output projection.
   *
   * @param batch inputs and targets (B * T)
   * @param dropoutStep number of the training step.
   *   @defaultValue no dropout
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
   * @param batch inputs and targets (B * T)
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
   * The logits of every position.
   *
   * @param ids (B * T) token ids, sequence after sequence
   * @param shape [B, T]
   * @param options a cache in generation
   * @returns (B, T, V), a copy
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

  private context(
    layer: number,
    { cache }: ForwardOptions = {},
    masks?: DropoutMasks,
  ): BlockContext {
    const { ops } = this.backend;
    const { create } = this.workspace;
    const { nHeads } = this.config;
    const attend = (qkv: Tensor, allocate = create): AttentionSaved => {
      if (!cache) return ops.attentionForward({ qkv, nHeads }, allocate);
      const { caches, position } = cache;
      const inputs = { qkv, nHeads, cache: caches[layer], position };
      return ops.attentionNext(inputs, allocate);
    };
    const zeros = twoInTurn(create, ops);
    return { ops, create, zeros, attend, dropout: masks?.blocks[layer] };
  }
}
