import { loadResults, type Results } from "../../corpus/results";
import { table } from "../bench/table";

/** Most runs of an experiment that get a row each. */
const MOST_ROWS = 4;

/**
 * Writes stored results as a table in Markdown: the README shows it, and a test
 * compares them.
 *
 * @param names files of `datasets/results`, without `.json`
 */
export function resultsTable(names: readonly string[]): string {
  const header = ["run", "loss, nats per token", "minutes", "machine"];
  return table(header, names.map(loadResults).flatMap(rowsOf));
}

function rowsOf(results: Results): string[][] {
  const { command, machine } = results;
  const runs = results.runs.filter(({ final }) => lossOf(final) !== undefined);
  const { processor, threads, node } = machine;
  const how = `${processor}, ${threads} of ${machine.cores} cores, Node ${node.slice(1)}`;
  const minutes = (seconds: number): string => (seconds / 60).toFixed(1);
  const losses = runs.map(({ final }) => lossOf(final)!);
  if (runs.length > MOST_ROWS) {
    const range = [Math.min(...losses), Math.max(...losses)].map(digits);
    const time = minutes(results.seconds);
    return [
      [`\`${command}\`: ${runs.length} runs`, range.join(" to "), time, how],
    ];
  }
  return runs.map(({ name, seconds }, i) => [
    `\`${command}\`: ${name}`,
    digits(losses[i]),
    minutes(seconds),
    how,
  ]);
}

/** The loss on text that was not trained on; undefined for counting models. */
function lossOf(final: Record<string, number>): number | undefined {
  return final.validation ?? final.loss;
}

function digits(loss: number): string {
  return loss.toFixed(3);
}
