import { AsyncLocalStorage } from "node:async_hooks";
import { StringDecoder } from "node:string_decoder";

import { jupyter } from "../tslab-fixes/tslab";
import type { Request } from "./wire";

/** Sends one output that belongs to the cell of `request`. */
export type Publish = (
  request: Request,
  message: { type: string; content: unknown },
) => void;

/** Sends the outputs of cells to the notebook. */
export interface Outputs {
  /** Runs a cell. Everything it prints, even later, belongs to `request`. */
  run<T>(request: Request, cell: () => Promise<T>): Promise<T>;
  /** Sends printed text that was not sent yet. */
  flush(): void;
}

type StreamName = "stdout" | "stderr";

interface Waiting {
  request: Request;
  name: StreamName;
  text: string;
}

/**
 * The request whose cell started the running code. It is a function because
 * `console.log` may show it as a property of a promise.
 */
type Origin = () => Request;

/** Messages sent immediately in one interval. Further output is batched. */
const BURST = 20;
const FLUSH_EVERY_MS = 50;

/**
 * Takes over `process.stdout`, `process.stderr` and tslab's display function.
 * Output from outside any cell, such as an event that Node reports, is
 * attributed to the last cell.
 */
export function captureOutputs(publish: Publish): Outputs {
  const origins = new AsyncLocalStorage<Origin>();
  let last: Request | undefined;
  let waiting: Waiting | undefined;
  let burst = { start: 0, count: 0 };
  let timer: NodeJS.Timeout | undefined;

  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (!waiting) return;
    const { request, name, text } = waiting;
    waiting = undefined;
    publish(request, { type: "stream", content: { name, text } });
  };

  const print = (name: StreamName, text: string): boolean => {
    const request = origins.getStore()?.() ?? last;
    if (!request) return false;
    if (waiting?.request !== request || waiting.name !== name) flush();
    waiting = { request, name, text: (waiting?.text ?? "") + text };
    // No timer runs during a loop that never yields, so this checks the clock.
    const now = performance.now();
    if (now - burst.start >= FLUSH_EVERY_MS) burst = { start: now, count: 0 };
    burst.count += 1;
    // The first half of a surrogate pair waits for the second.
    if (burst.count <= BURST && !/[\ud800-\udbff]$/.test(waiting.text)) flush();
    else timer ??= setTimeout(flush, FLUSH_EVERY_MS);
    return true;
  };

  replaceWrite(process.stdout, (text) => print("stdout", text));
  replaceWrite(process.stderr, (text) => print("stderr", text));
  setDisplay((content, isUpdate) => {
    const request = origins.getStore()?.() ?? last;
    if (!request) return;
    flush();
    const type = isUpdate ? "update_display_data" : "display_data";
    publish(request, { type, content });
  });

  return {
    flush,
    run: (request, cell) => {
      last = request;
      return origins.run(() => request, cell);
    },
  };
}

/**
 * Passes written text to `print`, or to the stream if `print` returns false.
 */
function replaceWrite(
  stream: NodeJS.WriteStream,
  print: (text: string) => boolean,
): void {
  const decoder = new StringDecoder("utf8");
  const original = stream.write.bind(stream);
  stream.write = (
    chunk: string | Uint8Array,
    encoding?: BufferEncoding | ((error?: Error | null) => void),
    done?: (error?: Error | null) => void,
  ): boolean => {
    const isText = typeof chunk === "string";
    // The decoder keeps the first bytes of an incomplete character.
    const text = isText ? chunk : decoder.write(Buffer.from(chunk));
    if (!print(text)) return original(text);
    const callback = typeof encoding === "function" ? encoding : done;
    if (callback) process.nextTick(callback);
    return true;
  };
}

/** Sets the function that tslab and `show` call to display something. */
function setDisplay(
  display: NonNullable<typeof jupyter.lastWriteDisplayData>,
): void {
  const kernel = jupyter as { lastWriteDisplayData: typeof display };
  kernel.lastWriteDisplayData = display;
}
