import { AsyncLocalStorage } from "node:async_hooks";
import { StringDecoder } from "node:string_decoder";

import * as jupyter from "tslab/dist/jupyter";

import type { Request } from "./wire";

/** Sends one output that belongs to the cell of `request`. */
export type Publish = (
  request: Request,
  message: { type: string; content: unknown },
) => void;

/** The outputs of cells, on their way to the notebook. */
export interface Outputs {
  /** Runs a cell: all it prints, also later, belongs to `request`. */
  run<T>(request: Request, cell: () => Promise<T>): Promise<T>;
  /** Sends what was printed and still waits. */
  flush(): void;
}

type StreamName = "stdout" | "stderr";
type Write = typeof process.stdout.write;

interface Waiting {
  request: Request;
  name: StreamName;
  text: string;
}

/** Printed text is sent at most this often, to not flood the notebook. */
const FLUSH_EVERY_MS = 50;

/**
 * Takes over `process.stdout`, `process.stderr` and tslab's way to display.
 * What runs outside every cell, such as an event that Node reports, counts to
 * the cell that ran last.
 */
export function captureOutputs(publish: Publish): Outputs {
  const requests = new AsyncLocalStorage<Request>();
  let last: Request | undefined;
  let waiting: Waiting | undefined;
  let flushedAt = 0;
  let timer: NodeJS.Timeout | undefined;

  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    flushedAt = performance.now();
    if (!waiting) return;
    const { request, name, text } = waiting;
    waiting = undefined;
    publish(request, { type: "stream", content: { name, text } });
  };

  const print = (name: StreamName, text: string): void => {
    const request = requests.getStore() ?? last;
    if (!request || text === "") return;
    if (waiting?.request !== request || waiting.name !== name) flush();
    waiting = { request, name, text: (waiting?.text ?? "") + text };
    // A loop that never yields gives no timer a chance, so look at the clock.
    if (performance.now() - flushedAt >= FLUSH_EVERY_MS) flush();
    else timer ??= setTimeout(flush, FLUSH_EVERY_MS);
  };

  process.stdout.write = writer((text) => print("stdout", text));
  process.stderr.write = writer((text) => print("stderr", text));
  setDisplay((content, isUpdate) => {
    const request = requests.getStore() ?? last;
    if (!request) return;
    flush();
    const type = isUpdate ? "update_display_data" : "display_data";
    publish(request, { type, content });
  });

  return {
    flush,
    run: (request, cell) => {
      last = request;
      return requests.run(request, cell);
    },
  };
}

/** A replacement for a stream's `write`. */
function writer(print: (text: string) => void): Write {
  const decoder = new StringDecoder("utf8");
  return (
    chunk: string | Uint8Array,
    encoding?: BufferEncoding | ((error?: Error | null) => void),
    done?: (error?: Error | null) => void,
  ): boolean => {
    const isText = typeof chunk === "string";
    print(isText ? chunk : decoder.write(Buffer.from(chunk)));
    const callback = typeof encoding === "function" ? encoding : done;
    if (callback) process.nextTick(callback);
    return true;
  };
}

/** Sets the function by which tslab, and `show`, hand over a display. */
function setDisplay(
  display: NonNullable<typeof jupyter.lastWriteDisplayData>,
): void {
  const kernel = jupyter as { lastWriteDisplayData: typeof display };
  kernel.lastWriteDisplayData = display;
}
