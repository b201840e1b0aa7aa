/** Seeds are integers from 0 on, and below this one. */
export const MOST_SEED: number = 2 ** 31;

/**
 * A seed from its text.
 *
 * @param text as a command or a file says it
 * @param says what it is, and what to do if it is none
 * @throws if it is no integer from 0 to 2^31 - 1
 */
export function parseSeed(
  text: string,
  says: { what: string; cure: string },
): number {
  const seed = Number(text);
  const isSeed = Number.isInteger(seed) && seed >= 0 && seed < MOST_SEED;
  if (isSeed && text.trim() !== "") return seed;
  throw new RangeError(
    `${says.what} must be an integer from 0 to ${MOST_SEED - 1}; got "${text}". ` +
      says.cure,
  );
}
