import { createRandom } from "../../core";

/** Chooses at random, from a seed. */
export class Chooser {
  private readonly random: () => number;

  constructor(seed: number) {
    this.random = createRandom(seed);
  }

  /** An integer from 0 to `count` - 1. */
  below(count: number): number {
    return Math.floor(this.random() * count);
  }

  /** One item of a list. */
  of<T>(list: readonly T[]): T {
    return list[this.below(list.length)];
  }

  /** Replaces `count` characters at a random place by `by`. */
  splice(text: string, count: number, by: string): string {
    const at = this.below(text.length + 1 - count);
    return text.slice(0, at) + by + text.slice(at + count);
  }
}
