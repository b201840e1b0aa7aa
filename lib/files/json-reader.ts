import { ensure, show } from "../core/base/expect";

const SPACES = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
const PLAIN = /[^"\\]*/y;

/** Arrays and objects inside each other, as many as the format's own reader allows. */
const MOST_NESTED = 127;

/** One more than the largest count: 64 bits. */
export const COUNT_LIMIT = 2n ** 64n;

/**
 * Reads JSON from front to back, one value per call, and keeps nothing that the
 * caller does not ask for.
 *
 * `JSON.parse` is too kind for a header of the safetensors format. It keeps the
 * last of two fields of one name, takes `1.0` and `1e0` for the integer 1 and
 * half a surrogate pair for a character, and builds what nobody reads.
 */
export class JsonReader {
  private at = 0;
  private depth = 0;

  /** @param text the JSON */
  constructor(private readonly text: string) {}

  /** Reads an object; `field` reads the value of each name, in order. */
  object(field: (name: string) => void): void {
    const names = new Set<string>();
    this.items("{", "}", () => {
      const name = this.string();
      const fresh = !names.has(name);
      ensure(fresh, () => `the field ${show(name)} must occur once; got two.`);
      names.add(name);
      this.expect(":", `a colon after ${show(name)}`);
      field(name);
    });
  }

  /** Reads an array of integers from 0 to 2^64 - 1. */
  counts(): bigint[] {
    const counts: bigint[] = [];
    this.items("[", "]", () => counts.push(this.count()));
    return counts;
  }

  /** Reads a string. */
  string(): string {
    this.space();
    const start = this.at;
    this.expect('"', "a string");
    for (;;) {
      this.take(PLAIN);
      if (this.text[this.at] !== "\\") break;
      this.at += 2; // an escaped quote does not end the string
    }
    this.expect('"', "the end of a string");
    return this.unescaped(this.text.slice(start, this.at));
  }

  private unescaped(quoted: string): string {
    let value: string | undefined;
    try {
      value = JSON.parse(quoted) as string;
    } catch {
      // a control character, or an unknown escape
    }
    ensure(
      value !== undefined && !/\p{Surrogate}/u.test(value),
      () => `a string must be well-formed; got ${show(quoted)}.`,
    );
    return value;
  }

  private count(): bigint {
    this.space();
    const token = this.take(NUMBER);
    const isCount = /^\d{1,20}$/.test(token) && BigInt(token) < COUNT_LIMIT;
    const came = token === "" ? this.came() : token.slice(0, 40);
    ensure(
      isCount,
      () => `a whole number must come at character ${this.at}; got ${came}.`,
    );
    return BigInt(token);
  }

  /** Reads `null`, if that comes next. */
  skipNull(): boolean {
    this.space();
    const isNull = this.text.startsWith("null", this.at);
    if (isNull) this.skip();
    return isNull;
  }

  /** Reads a value of any kind and forgets it. */
  skip(): void {
    this.space();
    const first = this.text[this.at];
    if (first === '"') this.string();
    else if (first === "[") this.items("[", "]", () => this.skip());
    else if (first === "{") {
      this.items("{", "}", () => {
        this.string();
        this.expect(":", "a colon");
        this.skip();
      });
    } else if (this.take(WORD) === "") {
      const number = this.take(NUMBER);
      const isFinite = number !== "" && Number.isFinite(Number(number));
      if (!isFinite) this.fail("a value");
    }
  }

  /** Checks that nothing but space follows. */
  end(): void {
    this.space();
    if (this.at < this.text.length) this.fail("the end");
  }

  private items(open: string, close: string, item: () => void): void {
    this.expect(open, open === "{" ? "an object" : "an array");
    ensure(
      ++this.depth <= MOST_NESTED,
      () => `at most ${MOST_NESTED} values may be inside each other; got more.`,
    );
    if (!this.has(close)) {
      do item();
      while (this.has(","));
      this.expect(close, `a comma or ${close}`);
    }
    this.depth--;
  }

  private has(symbol: string): boolean {
    this.space();
    const has = this.text[this.at] === symbol;
    if (has) this.at++;
    return has;
  }

  private expect(symbol: string, what: string): void {
    if (!this.has(symbol)) this.fail(what);
  }

  /** Goes to the next character that is not space. */
  private space(): void {
    this.take(SPACES);
  }

  /** Reads what `pattern` matches here; "" if it does not match. */
  private take(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    if (!pattern.test(this.text)) return "";
    const start = this.at;
    this.at = pattern.lastIndex;
    return this.text.slice(start, this.at);
  }

  private came(): string {
    const rest = this.text.slice(this.at, this.at + 60);
    return rest === "" ? "its end" : show(rest);
  }

  private fail(what: string): never {
    throw new RangeError(
      `${what} must come at character ${this.at}; got ${this.came()}.`,
    );
  }
}
