import { setTimeout as wait } from "node:timers/promises";

import type { MimeBundle } from "../core/base/display";
import { ensure, expectNumber, show as shown } from "../core/base/expect";
import { createRandom } from "../core/base/random";
import { type GenerateOptions, generateTokens } from "../core/model/generate";
import type { SamplingOptions } from "../core/model/sampling";
import { TinyLLM } from "../core/model/tinyllm";
import type { BPETokenizer } from "../core/text/tokenizer";
import { type NgramModel, ngramTokens } from "../core/training/baselines";
import { html, type Html, PAGE } from "./html";
import { interruptSignal } from "./interrupt";
import { NOTEBOOK, type Surroundings, throttle } from "./live-plot";
import { PALETTE } from "./style";

/** Options of {@link writeLive}. */
export interface WriteLiveOptions extends SamplingOptions {
  /** made the tokens that the writers learned from */
  tokenizer: BPETokenizer;
  /** the beginning that they continue; at least one character */
  prompt: string;
  /** largest number of tokens to write @defaultValue 80 */
  maxNewTokens?: number;
  /** pace of the text; Infinity does not wait @defaultValue 15 */
  tokensPerSecond?: number;
  /**
   * only the likeliest tokens that together reach this probability are allowed
   * @defaultValue 0.9
   */
  topP?: number;
  /** seed of the draws, the same for each writer @defaultValue 1 */
  seed?: number;
  /** ends the writing @defaultValue the Stop button of the notebook */
  signal?: AbortSignal;
}

/** A text that grows. */
interface Column {
  name: string;
  prompt: string;
  text: string;
  state: "writing" | "ended" | "full";
  /** writes one more token, if the text has not ended */
  next: () => void;
}

/** Number of times per second that the text is drawn. */
const DRAWINGS = 20;

/**
 * Lets one or more models continue a text while you watch. The text appears
 * token by token, several models beside each other. It stops at the end of a
 * document (∎), after `maxNewTokens`, or when you press ■. What was written
 * stays in the notebook.
 *
 * @param writers name -> a TinyLLM, or the result of {@link createNgramModel}
 * @param options tokenizer, prompt, sampling, pace
 * @param surroundings where to show it @defaultValue the notebook
 * @throws if there are no writers, their vocabulary is not the tokenizer's, or
 *   an option breaks its rule
 * @example
 * await writeLive({ TinyLLM: model }, { tokenizer, prompt: "The whale" });
 * @see notebooks/15-train-tinyllm.ipynb
 */
export async function writeLive(
  writers: Record<string, TinyLLM | NgramModel>,
  options: WriteLiveOptions,
  surroundings: Surroundings = NOTEBOOK,
): Promise<void> {
  const { tokensPerSecond = 15, signal = interruptSignal() } = options;
  if (tokensPerSecond !== Infinity)
    expectNumber("writeLive: tokensPerSecond", tokensPerSecond, { least: 0.1 });
  ensure(
    Object.keys(writers).length > 0,
    () =>
      `writeLive: writers must name at least one model, such as ` +
      `{ TinyLLM: model }; got none.`,
  );
  const columns = Object.entries(writers).map(([name, writer]) =>
    createColumn(name, writer, options),
  );
  const { show, now } = surroundings;
  const isTime = throttle(1000 / DRAWINGS, now);
  const display = show(bundleOf(columns, true));
  try {
    let spentMs = 0;
    while (columns.some(({ state }) => state === "writing")) {
      const rest = Math.max(0, 1000 / tokensPerSecond - spentMs);
      // ends early, without an error, if the signal aborts
      await wait(rest, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) break;
      const before = now();
      for (const column of columns) column.next();
      spentMs = now() - before;
      if (isTime()) display.update(bundleOf(columns, true));
    }
  } finally {
    display.update(bundleOf(columns, false));
  }
}

function createColumn(
  name: string,
  writer: TinyLLM | NgramModel,
  { tokenizer, prompt, seed = 1, ...options }: WriteLiveOptions,
): Column {
  ensure(
    typeof prompt === "string" && prompt !== "",
    () =>
      `writeLive: prompt must be a text to continue, such as "The whale"; got ` +
      `${shown(prompt)}.`,
  );
  const { vocabSize } = writer instanceof TinyLLM ? writer.config : writer;
  ensure(
    vocabSize === tokenizer.vocabSize,
    () =>
      `writeLive: tokenizer must be the one that made the tokens of ` +
      `${shown(name)}; it has ${tokenizer.vocabSize} tokens, and the model ` +
      `${vocabSize}.`,
  );
  const how: GenerateOptions = {
    ...{ maxNewTokens: 80, topP: 0.9, stopToken: tokenizer.endOfText },
    ...options,
    prompt: tokenizer.encode(prompt),
    random: createRandom(seed),
  };
  const tokens =
    writer instanceof TinyLLM
      ? generateTokens(writer, how)
      : ngramTokens(writer, how);
  // Keeps the bytes of an unfinished character until the rest arrives.
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const column: Column = {
    name,
    prompt,
    text: "",
    state: "writing",
    next() {
      if (column.state !== "writing") return;
      const { done, value } = tokens.next();
      if (value === tokenizer.endOfText) column.state = "ended";
      else if (done) column.state = "full";
      const bytes = done ? new Uint8Array(0) : tokenizer.tokenBytes(value);
      const stream = column.state === "writing";
      column.text += decoder.decode(bytes, { stream });
    },
  };
  return column;
}

function bundleOf(columns: readonly Column[], running: boolean): MimeBundle {
  const page = html`
    <div role="group" aria-label="Written by the model" style="display:grid;
      grid-template-columns:repeat(auto-fit,minmax(15rem,1fr));
      gap:12px 24px;margin:4px 8px 8px;max-width:${26 * columns.length + 16}rem">
      ${columns.map((column) => columnHtml(column, running))}
    </div>`;
  const texts = columns.map(({ name, prompt, text }) => {
    return `${name}: ${prompt}${text}`;
  });
  return { "text/html": String(page), "text/plain": texts.join("\n\n") };
}

function columnHtml(column: Column, running: boolean): Html {
  const { name, prompt, text, state } = column;
  const isWriting = running && state === "writing";
  const end = isWriting ? "▌" : state === "ended" ? " ∎" : "";
  return html`
    <figure style="margin:0;min-width:0">
      <figcaption style="font-size:12px;color:${PAGE.quiet}">${name}</figcaption>
      <blockquote style="margin:2px 0;padding:2px 12px;
        border-left:3px solid ${isWriting ? PALETTE[0] : PAGE.line};
        white-space:pre-wrap;overflow-wrap:anywhere;color:${PAGE.text};
        font-family:Georgia,'Times New Roman',serif;font-size:1.1em;
        line-height:1.5"><b>${prompt}</b>${text}<span
        style="color:${PALETTE[0]}" aria-hidden="true">${end}</span></blockquote>
    </figure>`;
}
