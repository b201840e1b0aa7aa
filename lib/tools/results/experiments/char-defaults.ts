import { type Experiment, runEach } from "../experiment";
import { type CharChoices, charRun, PRESET } from "./char";

/** The course's own choices, where they differ from nanoGPT's. */
const COURSE: CharChoices = {
  ...PRESET,
  positions: "sinusoidal",
  beta2: 0.999,
  weightDecay: 0,
  minLearningRate: 1e-6,
};

/** What is changed, one at a time. */
const CHANGES = [
  "positions",
  "beta2",
  "weightDecay",
  "minLearningRate",
] as const;

const SEEDS = [1, 2];

/** Which of the course's defaults costs what, for a model of characters. */
export const charDefaults: Experiment = {
  name: "char-defaults",
  about:
    "One choice at a time goes from nanoGPT's value to the course's default, and back, for the model of `char`.",
  minutes: 18,
  needsText: true,
  async run(context) {
    const variants: [string, CharChoices][] = [
      ["preset", PRESET],
      ["course", COURSE],
    ];
    for (const key of CHANGES) {
      variants.push([
        `preset, ${key} of course`,
        { ...PRESET, [key]: COURSE[key] },
      ]);
      variants.push([
        `course, ${key} of preset`,
        { ...COURSE, [key]: PRESET[key] },
      ]);
    }
    for (const waves of [0.25, 4])
      variants.push([`course, waves x ${waves}`, { ...COURSE, waves }]);
    const runs = SEEDS.flatMap((seed) =>
      variants.map(([variant, choices]) => {
        const name = `${variant}, seed ${seed}`;
        const settings = { variant };
        const run = () =>
          charRun(context, name, { ...choices, seed }, settings);
        return [name, run] as const;
      }),
    );
    return runEach(context, new Map(runs));
  },
};
