import * as fc from "fast-check";

/** A signed message: header, parent header, metadata and content as text. */
export interface RawMessage {
  channel: "shell" | "control";
  parts: [string, string, string, string];
}

/** All requests except shutdown_request, which ends the kernel. */
const TYPES = [
  "execute_request",
  "complete_request",
  "inspect_request",
  "is_complete_request",
  "history_request",
  "kernel_info_request",
  "comm_info_request",
  "comm_open",
  "comm_msg",
  "comm_close",
  "debug_request",
  "input_reply",
  "unheard_of",
];

const HEADER = {
  msg_id: "flood",
  session: "s",
  username: "u",
  version: "5.3",
  date: "2026-01-01T00:00:00.000000Z",
};

/** A content with the right fields for any request. */
const CONTENT = {
  code: "1",
  silent: false,
  store_history: true,
  user_expressions: {},
  allow_stdin: false,
  stop_on_error: true,
  cursor_pos: 1,
  detail_level: 0,
  hist_access_type: "tail",
  n: 3,
  pattern: "*",
  comm_id: "c",
  target_name: "t",
  data: {},
};

const DEEP = `${"[".repeat(20_000)}${"]".repeat(20_000)}`;

const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom("\ud83d", "range", "search", 2 ** 60, "DEEP", {
    toString: 1,
  }),
);

/** `whole` with up to four fields replaced or removed, or any other text. */
function damaged(whole: object): fc.Arbitrary<string> {
  const keys = [...Object.keys(whole), "__proto__", "more"];
  const change = fc.tuple(fc.constantFrom(...keys), fc.option(odd));
  const some = fc.array(change, { maxLength: 4 }).map((changes) => {
    const text = JSON.stringify({ ...whole, ...Object.fromEntries(changes) });
    return text.replaceAll('"DEEP"', DEEP);
  });
  const other = fc.oneof(
    odd.map((value) => JSON.stringify(value)),
    fc.string(),
    some.map((text) => text.slice(0, text.length >> 1)),
  );
  return fc.oneof({ weight: 4, arbitrary: some }, other);
}

/** Any message that a broken client could sign. */
const message: fc.Arbitrary<RawMessage> = fc.record({
  channel: fc.constantFrom("shell" as const, "control" as const),
  parts: fc
    .constantFrom(...TYPES)
    .chain((msg_type) =>
      fc.tuple(
        damaged({ ...HEADER, msg_type }),
        damaged(HEADER),
        damaged({}),
        damaged(CONTENT),
      ),
    ),
});

/**
 * Makes messages that a broken client could sign.
 * @param count how many
 * @param seed the same seed makes the same messages
 */
export function messages(count: number, seed: number): RawMessage[] {
  return fc.sample(message, { numRuns: count, seed });
}
