import { basename } from "node:path";
import { parseArgs } from "node:util";

import { replaceFile } from "../../disk/replace-file";
import { executeNotebook } from "./execute";
import { runMain } from "../setup/run-main";
import { findNotebooks } from "./find";
import { formatNotebook, readNotebook, type Notebook } from "./format";
import {
  addPaintings,
  addPictures,
  openPictureMaker,
  type PictureMaker,
} from "./publish-pictures";
import {
  MAX_NOTEBOOK_BYTES,
  notebookProblems,
  tidyNotebook,
} from "./publish-rules";

const USAGE = `Runs notebooks and adds the pictures that GitHub shows.

  npm run notebooks                            every chapter
  npm run notebooks -- 01 06                   chapters whose names begin with these
  npm run notebooks -- 15 --preset class       with TINYLLM_PRESET=class
  npm run notebooks -- 01 --pictures           only makes new pictures`;

/** Pixels of a picture per pixel of the layout, tried until the file is small. */
const SCALES = [1.5, 1.25, 1, 0.85];

/**
 * Adds pictures to an executed notebook, as sharp as the file's size limit
 * permits.
 * @param notebook an executed notebook; not changed
 * @param pictures draws the figures
 * @returns the notebook to commit
 */
export async function finishNotebook(
  notebook: Notebook,
  pictures: PictureMaker,
): Promise<Notebook> {
  const finished = tidyNotebook(structuredClone(notebook));
  await addPaintings(finished, pictures);
  for (const scale of SCALES) {
    await addPictures(finished, pictures, scale);
    const bytes = Buffer.byteLength(formatNotebook(finished));
    if (bytes < MAX_NOTEBOOK_BYTES) break;
  }
  return finished;
}

interface PublishOptions {
  preset?: string | undefined;
  pictures?: boolean | undefined;
}

async function publish(
  path: string,
  options: PublishOptions,
  pictures: PictureMaker,
): Promise<boolean> {
  const start = Date.now();
  const executed = options.pictures
    ? readNotebook(path)
    : await executeNotebook(path, {
        preset: options.preset,
        cellSeconds: 7200,
        onCell: ({ cell, seconds }) => {
          if (seconds > 5) console.log(`  cell ${cell + 1} took ${seconds} s`);
        },
      });
  const finished = await finishNotebook(executed, pictures);
  const file = formatNotebook(finished);
  replaceFile(path, file, { where: "npm run notebooks" });
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  const kilobytes = Math.round(Buffer.byteLength(file) / 1000);
  console.log(`${basename(path)}: ${seconds} s, ${kilobytes} kB`);
  const problems = notebookProblems(finished);
  for (const problem of problems) console.error(`  ${problem}`);
  return problems.length === 0;
}

async function publishAll(
  paths: string[],
  options: PublishOptions,
): Promise<void> {
  const pictures = await openPictureMaker();
  try {
    for (const path of paths) {
      if (!(await publish(path, options, pictures))) process.exitCode = 1;
    }
  } finally {
    await pictures.close();
  }
}

async function main(): Promise<void> {
  const { values, positionals: names } = parseArgs({
    allowPositionals: true,
    options: {
      help: { type: "boolean" },
      pictures: { type: "boolean" },
      preset: { type: "string" },
    },
  });
  if (values.help) console.log(USAGE);
  else await publishAll(findNotebooks(names), values);
}

if (require.main === module) runMain(main);
