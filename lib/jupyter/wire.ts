import { createHmac, randomUUID } from "node:crypto";

import type { Outbox } from "./outbox";

/** What every Jupyter message carries. */
export interface Header {
  msg_id: string;
  msg_type: string;
  session: string;
  username: string;
  version: string;
  date: string;
}

/** A request as it came from the notebook. */
export interface Request {
  /** Who asked, for the way back. */
  identities: Buffer[];
  header: Header;
  content: Record<string, unknown>;
  /** When it came, by `performance.now()`. */
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
  const start = frames.findIndex((frame) => frame.equals(DELIMITER));
  const signature = frames[start + 1];
  const parts = frames.slice(start + 2, start + 6);
  const [header, , , content] = parts;
  if (start < 0 || !signature || !header || !content) return undefined;
  if (signature.toString() !== sign(key, parts)) return undefined;
  return {
    identities: frames.slice(0, start),
    header: JSON.parse(header.toString()) as Header,
    content: JSON.parse(content.toString()) as Record<string, unknown>,
    receivedAt: performance.now(),
  };
}

/**
 * Sends one message that answers or belongs to `request`.
 *
 * @param outbox where to
 * @param key the secret that signs messages
 * @param request what it answers
 * @param message its type and content
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
    Buffer.from(JSON.stringify(part)),
  );
  outbox.send([...request.identities, DELIMITER, sign(key, parts), ...parts]);
}

function sign(key: string, parts: Buffer[]): string {
  if (key === "") return "";
  const hash = createHmac("sha256", key);
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}
