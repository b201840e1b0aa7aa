import {
  joinLines,
  type Notebook,
  readNotebook,
} from "../../tools/notebooks/format";

/** Chapter 15's interval between two checkpoints. */
const EVERY = 'every: "2 minutes"';

/**
 * What each cell of the run contains, in their order. Exercises, the counting
 * models and the evaluation of the finished model are left out.
 */
const CELLS = [
  'from "tinyllm";',
  'loadCorpus("moby-dick")',
  "suggestSizes(book.bytes)",
  "const presets = {",
  "splitDocuments(chapters",
  "BPETokenizer.train(",
  "const partNames = ",
  "const windows = (",
  "const model = new TinyLLM(",
  "function write(",
  "const run = createTrainingRun(",
  "findCheckpoint(folder)",
  "trainingDashboard({",
  "saveModel(model",
];

/** Stands in for the losses of the counting models, which the plot shows. */
const BASELINES = "const baselines: { name: string; loss: number }[] = [];";

/**
 * The cells of chapter 15 that make, resume, train and save its run.
 *
 * @param path path of chapter 15
 * @param every the only change: how often the run saves itself
 * @defaultValue as in the chapter
 * @returns a notebook of these cells
 * @throws if the chapter does not hold exactly one cell of each kind
 */
export function runCells(path: string, every?: number | string): Notebook {
  const chapter = readNotebook(path);
  const cells = chapter.cells.filter((one) => one.cell_type === "code");
  const chosen = CELLS.map((text) => {
    const found = cells.filter((one) => joinLines(one.source).includes(text));
    if (found.length !== 1)
      throw new Error(
        `${path} must have one code cell with ${JSON.stringify(text)}; it has ` +
          `${found.length}. Was the chapter changed? Then change CELLS too.`,
      );
    return found[0];
  });
  const sources = [BASELINES, ...chosen.map((one) => joinLines(one.source))];
  const code = sources.join("\n");
  if (code.split(EVERY).length !== 2)
    throw new Error(`${path} must have ${JSON.stringify(EVERY)} once.`);
  const changed = sources.map((source) =>
    every === undefined
      ? source
      : source.replace(EVERY, `every: ${JSON.stringify(every)}`),
  );
  // the imports must come first
  [changed[0], changed[1]] = [changed[1], changed[0]];
  return {
    ...chapter,
    cells: changed.map((source, index) => ({
      ...chosen[0],
      id: `cell-${index}`,
      source,
      outputs: [],
      execution_count: null,
    })),
  };
}
