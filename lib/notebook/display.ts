import { randomUUID } from "node:crypto";

import type { MimeBundle } from "../core/base/display";

/** Options of {@link show}. */
export interface ShowOptions {
  /** hints to the notebook, by MIME type @defaultValue none */
  metadata?: Record<string, unknown>;
  /** the display's name, for updates @defaultValue a new one */
  id?: string;
}

/** An output of a cell that can still change. */
export interface DisplayHandle {
  /** the display's name, unique in the notebook */
  readonly id: string;
  /**
   * Replaces the output in place, even after its cell has ended.
   *
   * @param bundle MIME type to content; `{}` leaves the place empty
   * @param metadata hints to the notebook, by MIME type
   */
  update(bundle: MimeBundle, metadata?: Record<string, unknown>): void;
}

type DisplayWriter = (
  output: {
    data: MimeBundle;
    metadata: Record<string, unknown>;
    transient: { display_id: string };
  },
  update: boolean,
) => void;

/**
 * Shows one output in several MIME types. The notebook draws the richest that
 * it can.
 *
 * Outside a notebook this prints the `text/plain` content, if there is any, and
 * updates print nothing.
 *
 * @param bundle MIME type to content: text, a JSON value, or bytes (a
 *   `Uint8Array`, for pictures)
 * @param options the display's name and hints
 * @returns a handle that updates the output in place
 * @example
 * const bar = show({ "text/plain": "0 %" });
 * bar.update({ "text/plain": "100 %" });
 */
export function show(
  bundle: MimeBundle,
  options: ShowOptions = {},
): DisplayHandle {
  const id = options.id ?? randomUUID();
  if (!write(id, bundle, options.metadata ?? {}, false)) printText(bundle);
  return {
    id,
    update: (changed, metadata = {}) => {
      write(id, changed, metadata, true);
    },
  };
}

/** Whether this runs in a notebook. */
export function inNotebook(): boolean {
  return findWriter() !== undefined;
}

/** Sends a bundle to the notebook. Returns `false` if there is none. */
function write(
  id: string,
  bundle: MimeBundle,
  metadata: Record<string, unknown>,
  update: boolean,
): boolean {
  const writer = findWriter();
  writer?.(
    { data: encodeBytes(bundle), metadata, transient: { display_id: id } },
    update,
  );
  return writer !== undefined;
}

/**
 * Finds the kernel's display function, which the kernel's copy of tslab holds.
 * This searches only the loaded modules, because loading tslab takes long and
 * is useless outside a notebook.
 */
function findWriter(): DisplayWriter | undefined {
  const loaded = require.cache[require.resolve("tslab/dist/jupyter")];
  const kernel = loaded?.exports as
    { lastWriteDisplayData?: DisplayWriter | null } | undefined;
  return kernel?.lastWriteDisplayData ?? undefined;
}

/** Encodes the bytes in a bundle as base64 text, which Jupyter expects. */
export function encodeBytes(bundle: MimeBundle): MimeBundle {
  const encode = (content: unknown): unknown =>
    content instanceof Uint8Array
      ? Buffer.from(content).toString("base64")
      : content;
  return Object.fromEntries(
    Object.entries(bundle).map(([type, content]) => [type, encode(content)]),
  );
}

function printText(bundle: MimeBundle): void {
  const text = bundle["text/plain"];
  if (typeof text === "string") console.log(text);
}
