import { combine, mistake, prediction, say, varied } from "../../author";

/** Steps until `distance * factor ** n` is below `limit`. */
const stepsBelow = (limit: number, distance: number, factor: number): number =>
  Math.floor(Math.log(distance / limit) / -Math.log(factor)) + 1;

const howManySteps = (start: number, rate: number) => {
  const distance = start - 3;
  const factor = 1 - 2 * rate;
  const steps = stepsBelow(0.01, distance, factor);
  const after = (n: number): string => say(distance * factor ** n, 3);
  const flatter = stepsBelow(0.1, distance, factor);
  const share = `${say(200 * rate)} % of what is left`;
  const first = `But the first step is ${say(2 * rate * distance)} long, and each closes ${share}.`;
  return prediction(steps, {
    title: "Predict: how many steps?",
    task: `On (w - 3)², from w = ${start} with learning rate ${rate}: after how many steps is w closer to 3 than 0.01?`,
    effort: { minutes: 8, difficulty: 3, points: 3 },
    hints: [
      `One step at learning rate ${rate} multiplies the distance to 3 by the same factor every time. Which one?`,
      `The factor is 1 - ${rate} × 2 = ${say(factor)}, and the distance begins at ${distance}.`,
      `Find the smallest whole n with ${distance} × ${say(factor)}ⁿ < 0.01, with a loop or with logarithms.`,
    ],
    unit: "steps",
    tolerance: 0,
    mistakes: [
      mistake(
        "rounded down",
        `After ${steps - 1} steps the distance is ${after(steps - 1)}, still above 0.01. Steps are whole: round up.`,
        steps - 1,
      ),
      mistake(
        "the slope without its 2",
        `You used the factor ${say(1 - rate)}. The slope of (w - 3)² is 2 (w - 3), so the factor is 1 - ${rate} × 2.`,
        stepsBelow(0.01, distance, 1 - rate),
      ),
      mistake(
        "all steps as long as the first",
        `The first step has length ${say(2 * rate * distance)}, but the slope gets flatter and the steps get shorter: each closes ${share}.`,
        Math.ceil(1 / (2 * rate)),
      ),
      mistake(
        "the distance at the start is left out",
        `${say(factor)}ⁿ < 0.01 would be right for a distance of 1. Here it begins at ${distance}.`,
        stepsBelow(0.01, 1, factor),
      ),
      mistake(
        "the loss instead of the distance",
        `After ${flatter} steps the loss is below 0.01, but the loss is the square of the distance, and the distance is still ${after(flatter)}.`,
        flatter,
      ),
      mistake(
        "the distance to 0 instead of 3",
        `w begins at ${start}, so the distance to 3 begins at ${distance}.`,
        stepsBelow(0.01, start, factor),
      ),
      mistake(
        "as many steps as hundredths",
        `${100 * distance} steps of a hundredth would do. ${first}`,
        100 * distance,
      ),
      mistake(
        "steps of a hundredth",
        `${100 * distance} steps of a hundredth would do. ${first}`,
        100 * distance - 1,
      ),
    ],
    explanation:
      `The slope is 2 (w − 3), so one step at learning rate ${rate} turns the distance d into ` +
      `d − ${rate} · 2 d = ${say(factor)} d. It begins at ${distance}: after n steps it is ${distance} · ${say(factor)}ⁿ. ` +
      `That is below 0.01 once n > ln ${100 * distance} / −ln ${say(factor)} = ` +
      `${say(Math.log(100 * distance) / -Math.log(factor), 4)}: after **${steps}** steps.`,
  });
};

export default varied(
  howManySteps,
  [8, 0.1],
  combine([7, 10, 13, 15], [0.05, 0.1, 0.125, 0.2]),
);
