/**
 * The method a notebook calls on the value that ends a cell. It returns a
 * bundle: MIME type to content, for example `{ "text/html": "<table>..." }`.
 * The same symbol as in the Deno kernel.
 */
export const JUPYTER_DISPLAY: unique symbol = Symbol.for("Jupyter.display");

/** MIME type to content; what {@link JUPYTER_DISPLAY} returns. */
export type MimeBundle = Record<string, unknown>;
