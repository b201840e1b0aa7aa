/** One cell that ran. */
export interface Entry {
  /** Its execution count. */
  line: number;
  input: string;
  /** Its result as text, if it had one. */
  output: string | undefined;
}

/** The number by which clients request the current session. */
const SESSION = 0;

/**
 * Answers a `history_request` from the cells of this session.
 *
 * @param entries the cells that ran, oldest first
 * @param asked the request's content
 * @returns the `history` of the reply: `[session, line, input]` for each, or
 *   `[session, line, [input, output]]`
 */
export function historyOf(
  entries: readonly Entry[],
  asked: Record<string, unknown>,
): unknown[] {
  return select(entries, asked).map(({ line, input, output }) => [
    SESSION,
    line,
    asked.output === true ? [input, output ?? null] : input,
  ]);
}

function select(
  entries: readonly Entry[],
  asked: Record<string, unknown>,
): Entry[] {
  switch (asked.hist_access_type) {
    case "tail":
      return lastOf(entries, asked.n);
    case "range":
      return isPresent(asked.session) ? range(entries, asked) : [];
    case "search":
      return search(entries, asked);
    default:
      return [];
  }
}

function isPresent(session: unknown): boolean {
  return session === undefined || session === null || session === SESSION;
}

/**
 * Lines from `start` up to, not including, `stop`; negative numbers count from
 * the end.
 */
function range(
  entries: readonly Entry[],
  { start, stop }: Record<string, unknown>,
): Entry[] {
  const end = (entries.at(-1)?.line ?? 0) + 1;
  const line = (asked: unknown, otherwise: number): number => {
    if (typeof asked !== "number") return otherwise;
    return asked < 0 ? end + asked : asked;
  };
  const from = line(start, 0);
  const to = line(stop, end);
  return entries.filter((entry) => entry.line >= from && entry.line < to);
}

/**
 * The last `n` entries that match; if `unique`, only the last of equal entries.
 */
function search(
  entries: readonly Entry[],
  { pattern, n, unique }: Record<string, unknown>,
): Entry[] {
  const glob = globOf(typeof pattern === "string" ? pattern : "*");
  const found = entries.filter(({ input }) => glob.test(input));
  const last = new Map(found.map((entry) => [entry.input, entry]));
  const wanted = unique
    ? found.filter((entry) => last.get(entry.input) === entry)
    : found;
  return lastOf(wanted, n);
}

function lastOf(entries: readonly Entry[], n: unknown): Entry[] {
  if (typeof n !== "number") return [...entries];
  return n < 1 ? [] : entries.slice(-n);
}

/** `*` is any text, `?` any character, `[a-c]` one of several. */
function globOf(pattern: string): RegExp {
  const source = pattern.replace(
    /\[(\^?)([^\]]+)\]|[\s\S]/gu,
    (part, not: string | undefined, set: string | undefined) => {
      if (set !== undefined) {
        return `[${not}${set.replace(/[\\[]/g, "\\$&")}]`;
      }
      if (part === "*") return "[\\s\\S]*";
      if (part === "?") return "[\\s\\S]";
      return part.replace(/[\\^$.|+()[\]{}/]/, "\\$&");
    },
  );
  return new RegExp(`^${source}$`, "u");
}
