import type { MimeBundle } from "../../core/base/display";
import { card, type CardOptions } from "../../notebook/card";
import { html, type Html, PAGE } from "../../notebook/html";
import { at } from "./answer-parts";
import { compare, partName, TOLERANCE, type Place } from "./compare";
import type { Exercise } from "./exercise";
import { isShort, valueText } from "./value-text";
import type { Failure, Passed, Verdict } from "./verdict";
import { SEALED } from "./seal";

/** A piece of a card: a paragraph, a mistake with its cure, a labelled value. */
type Block =
  | { text: string }
  | { mistake: string; hint: string }
  | { label: string; value: string };

/**
 * What `check` shows.
 *
 * @param exercise what was asked
 * @param verdict what the checker thinks of the answer
 * @param note something to add at the end, or ""
 */
export function verdictCard(
  exercise: Exercise,
  verdict: Verdict,
  note: string,
): MimeBundle {
  const blocks = verdictBlocks(exercise, verdict);
  if (note) blocks.push({ text: note });
  return blockCard(verdict.state, titleOf(exercise), blocks);
}

/**
 * What `hint` shows: the hints so far, the newest last.
 *
 * @param exercise whose hints
 * @param count how many of them
 * @param note something to add at the end, or ""
 */
export function hintCard(
  exercise: Exercise,
  count: number,
  note: string,
): MimeBundle {
  const total = exercise.hints.length;
  const blocks: Block[] = exercise.hints
    .slice(0, count)
    .map((hint, i) => ({ text: `${i + 1} of ${total}: ${hint}` }));
  const next = count < total ? "hint" : "solution";
  const gives = count < total ? "gives the next one" : "shows one way to do it";
  if (count < total || !(SEALED || exercise.kept))
    blocks.push({ text: `\`${next}("${exercise.id}")\` ${gives}.` });
  if (note) blocks.push({ text: note });
  return blockCard("hint", titleOf(exercise), blocks);
}

/** What a card is headed with: id and title. */
export function titleOf(exercise: Exercise): string {
  return `${exercise.id} ${exercise.title}`;
}

/** A number of points, in words. */
export function pointsText(points: number): string {
  return points === 1 ? "1 point" : `${points} points`;
}

function verdictBlocks(exercise: Exercise, verdict: Verdict): Block[] {
  const { id, task, minutes, difficulty, points } = exercise;
  const help = `\`hint("${id}")\` helps.`;
  if (verdict.state === "passed")
    return [{ text: passedText(points, verdict) }];
  if (verdict.state === "failed")
    return [...failureBlocks(exercise, verdict.failure), { text: help }];
  return [
    { text: `${verdict.sentence} ${task}` },
    {
      text: `About ${minutes} min, difficulty ${difficulty} of 5, ${pointsText(points)}.`,
    },
    { text: help },
  ];
}

function passedText(points: number, verdict: Passed): string {
  const { cases, largest, witness } = verdict;
  const worth = `${pointsText(points)}.`;
  if (cases === 0)
    return largest === 0
      ? `${worth} Exactly right.`
      : `${worth} Close enough: off by ${valueText(largest, { digits: 2 })}.`;
  const agree =
    `All ${cases} cases agree; the largest difference is ` +
    `${valueText(largest, { digits: 2 })}.`;
  const second = witness
    ? ` So does the second opinion, ${witness.name} ` +
      `(largest difference ${valueText(witness.largest, { digits: 2 })}).`
    : "";
  return `${worth} ${agree}${second}`;
}

function failureBlocks(exercise: Exercise, failure: Failure): Block[] {
  const { sentence, input, mistake, candidates, largest } = failure;
  const blocks: Block[] = [{ text: sentence }];
  if (mistake) blocks.push({ mistake: `${mistake.name}.`, hint: mistake.hint });
  if (candidates)
    blocks.push({
      text: `Several mistakes give these answers: ${candidates.join("; ")}.`,
    });
  for (const [name, value] of Object.entries(input ?? {}))
    blocks.push({ label: `input ${name}`, value: valueText(value) });
  blocks.push(...comparedBlocks(exercise, failure));
  if (largest !== undefined && !isOneNumber(failure))
    blocks.push({
      label: "largest difference",
      value: valueText(largest, { digits: 3 }),
    });
  return blocks;
}

/** A capital letter for a word, but not for a name such as `dOut` or `w`. */
function sentenceCase(text: string): string {
  return /^(a|[a-z']{2,})[ ,-]/.test(text)
    ? text[0].toUpperCase() + text.slice(1)
    : text;
}

/** The difference of two numbers that the card shows needs no line. */
function isOneNumber({ expected = {} }: Failure): boolean {
  return Object.values(expected).every((value) => typeof value === "number");
}

/** Expected and given, with as many digits as it takes to see a difference. */
function comparedBlocks(exercise: Exercise, failure: Failure): Block[] {
  const { expected = {}, yours } = failure;
  return Object.keys(expected).flatMap((name) => {
    const [all, given] = [expected[name], yours?.[name]];
    const what = name === "result" ? "" : ` ${name}`;
    const block = (label: string, value: string): Block => ({ label, value });
    if (!yours) return [block(`expected${what}`, valueText(all))];
    const tolerance = exercise.tolerance ?? TOLERANCE;
    const { difference } = compare(all, given, name, tolerance);
    if (!difference && !isShort(all)) return []; // nothing to see in it
    const place = difference?.place ?? [];
    const depth = shownDepth(all, given, place);
    const text = (value: unknown, digits: number): string =>
      partText(value, name, place, { depth, digits });
    let digits = 6;
    while (digits < 16 && text(all, digits) === text(given, digits))
      digits += 5;
    return [
      block(`expected${what}`, text(all, digits)),
      block(`your${what || "s"}`, text(given, digits)),
    ];
  });
}

/** How far toward the difference to go until a card has room for the rest. */
function shownDepth(expected: unknown, yours: unknown, place: Place): number {
  const depths = [...place.keys(), place.length];
  const fits = (depth: number): boolean =>
    [expected, yours].every((value) =>
      isShort(at(value, place.slice(0, depth))),
    );
  return depths.find(fits) ?? place.length;
}

/** The part at some depth, behind its name unless it is the whole. */
function partText(
  value: unknown,
  name: string,
  place: Place,
  { depth, digits }: { depth: number; digits: number },
): string {
  const [outer, inner] = [place.slice(0, depth), place.slice(depth)];
  const text = valueText(at(value, outer), { digits, place: inner });
  return depth > 0 ? `${partName(name, outer)}: ${text}` : text;
}

/** Renders blocks twice: as HTML and as plain text. */
function blockCard(
  tone: CardOptions["tone"],
  title: string,
  blocks: Block[],
): MimeBundle {
  const body = blocks.map(blockHtml);
  const text = blocks.map(blockText).join("\n");
  return card({ tone, title, body, text });
}

function blockHtml(block: Block): Html {
  if ("label" in block) {
    return html`
      <div style="display:flex;gap:12px;margin:4px 0">
        <span style="flex:none;width:11rem;
          color:${PAGE.quiet}">${block.label}</span>
        <pre style="margin:0;white-space:pre-wrap;color:${PAGE.text};
          background:none">${block.value}</pre>
      </div>`;
  }
  const words =
    "text" in block
      ? withCode(block.text)
      : html`<strong>${withCode(sentenceCase(block.mistake))}</strong> ${withCode(block.hint)}`;
  return html`<p style="margin:6px 0">${words}</p>`;
}

function blockText(block: Block): string {
  if ("text" in block) return block.text;
  if ("mistake" in block) return `The mistake: ${block.mistake} ${block.hint}`;
  const indent = `\n${" ".repeat(24)}`;
  return `  ${block.label.padEnd(20)}  ${block.value.replaceAll("\n", indent)}`;
}

/** Text between backticks becomes code. */
function withCode(text: string): Html {
  const parts = text.split("`");
  return html`${parts.map((part, i) =>
    i % 2 === 1 ? html`<code>${part}</code>` : html`${part}`,
  )}`;
}
