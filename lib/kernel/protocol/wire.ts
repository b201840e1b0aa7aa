import { createHmac, randomUUID } from "node:crypto";

import type { Outbox } from "./outbox";

/** The header of every Jupyter message. */
export interface Header {
  msg_id: string;
  msg_type: string;
  session: string;
  username: string;
  version: string;
  date: string;
}

/** A request from the notebook. */
export interface Request {
  /** The client's address, for the reply. */
  identities: Buffer[];
  header: Header;
  content: Record<string, unknown>;
  /** ms, by `performance.now()` */
  receivedAt: number;
}

const DELIMITER = Buffer.from("<IDS|MSG>");
const PROTOCOL_VERSION = "5.3";

/**
 * Reads one message: `[identities..., delimiter, signature, header, parent,
 * metadata, content, buffers...]`.
 *
 * @param key the secret that signs messages; "" turns signing off
 * @returns the request, or `undefined` if it is malformed or wrongly signed
 */
export function readRequest(
  key: string,
  frames: Buffer[],
): Request | undefined {
  const delimiter = frames.findIndex((frame) => frame.equals(DELIMITER));
  if (delimiter < 0) return undefined;
  const [signature, ...signed] = frames.slice(delimiter + 1, delimiter + 6);
  const [header, _parent, _metadata, content] = signed;
  if (!signature || !header || !content) return undefined;
  if (signature.toString() !== sign(key, signed)) return undefined;
  const fields = Object.entries(readObject(header) ?? {});
  const {
    msg_type,
    date = "",
    ...rest
  } = Object.fromEntries(
    fields.filter(([, value]) => typeof value === "string"),
  ) as Partial<Header>;
  if (msg_type === undefined) return undefined;
  return {
    identities: frames.slice(0, delimiter),
    // Replies repeat the header, so it holds nothing but text.
    header: { ...rest, msg_type, date } as Header,
    content: readObject(content) ?? {},
    receivedAt: performance.now(),
  };
}

/**
 * Reads the code of a request.
 *
 * @throws TypeError if it is not a string
 */
export function codeOf({ content: { code } }: Request): string {
  if (typeof code === "string") return code;
  throw new TypeError(
    `The request's code must be a string; got ${typeof code}. Is it from a Jupyter client?`,
  );
}

/** Reads a frame that must hold a JSON object. */
function readObject(frame: Buffer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(frame.toString());
    const isObject = typeof value === "object" && !Array.isArray(value);
    return isObject && value ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Sends one message that answers or belongs to `request`.
 *
 * @param outbox the outbox of the socket that sends it
 * @param key the secret that signs messages
 * @param request the message's parent, whose identities are the address
 */
export function sendMessage(
  outbox: Outbox,
  key: string,
  request: Request,
  message: { type: string; content: unknown },
): void {
  const header: Header = {
    ...request.header,
    msg_id: randomUUID(),
    msg_type: message.type,
    version: PROTOCOL_VERSION,
    date: new Date().toISOString(),
  };
  const parts = [header, request.header, {}, message.content].map((part) =>
    Buffer.from(wellFormed(JSON.stringify(part))),
  );
  outbox.send([...request.identities, DELIMITER, sign(key, parts), ...parts]);
}

/**
 * Replaces each half of a surrogate pair with U+FFFD, as Node does in text that
 * it writes. Otherwise Jupyter could not save the notebook. `JSON.stringify`
 * escapes a half, but not a whole pair.
 */
function wellFormed(json: string): string {
  if (!json.includes("\\ud")) return json;
  // This matches all escapes, so that `\\\\ud83d`, an escaped backslash, stays.
  return json.replace(/\\(u[dD][89a-fA-F]..|.)/g, (escape) =>
    /^.u[dD]/.test(escape) ? "\ufffd" : escape,
  );
}

/** Signs the four signed frames; returns "" without a key. */
function sign(key: string, parts: Buffer[]): string {
  if (key === "") return "";
  const hash = createHmac("sha256", key);
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}
