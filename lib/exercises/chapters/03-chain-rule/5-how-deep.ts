import { combine, mistake, prediction, say, varied } from "../../author";

const howDeep = (factor: number, limit: number) => {
  const exact = (times: number): number => Math.log(times) / -Math.log(factor);
  const links = Math.ceil(exact(limit));
  const early = Math.ceil(exact(limit / 10));
  return prediction(links, {
    title: "Predict: how deep until nothing is left?",
    task: `Every link of a chain has the local derivative ${factor}. How many links does it take until the slope at the start is below 1/${limit}?`,
    effort: { minutes: 6, difficulty: 2, points: 3 },
    hints: [
      `After n links the slope is ${factor}ⁿ.`,
      `${factor}ⁿ < 1/${limit} means n · ln ${factor} < -ln ${limit}. Both logarithms are known to \`Math.log\`.`,
      `n > ln ${limit} / -ln ${factor} = ${say(exact(limit), 4)}. Links are whole.`,
    ],
    unit: "links",
    tolerance: 0,
    mistakes: [
      mistake(
        "rounded down",
        `${factor} to the power ${links - 1} is ${say(factor ** (links - 1), 3)}, still above 1/${limit}. Round up.`,
        links - 1,
      ),
      mistake(
        "a fixed part is taken away each time",
        `Each link takes ${say(100 - 100 * factor)} % of what is left, not of what was there at first.`,
        Math.round(1 / (1 - factor)),
      ),
      mistake(
        "a limit ten times as large",
        `After ${early} links 1/${limit / 10} is left. It goes on to 1/${limit}.`,
        early,
      ),
      mistake(
        "the other way round",
        `You used a growth of ${say(2 - factor)}. A fall by the factor ${factor} is a little faster than a rise by ${say(2 - factor)}.`,
        Math.ceil(Math.log(limit) / Math.log(2 - factor)),
      ),
      mistake(
        "the factor, not the number of links",
        `${limit} is by how much the slope shrinks in all. How often is ${factor} multiplied in?`,
        limit,
      ),
    ],
    explanation:
      `The slope at the start is the product of all local derivatives, ${factor}ⁿ. It is below ` +
      `1/${limit} once n > ln ${limit} / −ln ${factor} = ${say(exact(limit), 4)}: with **${links}** links.`,
  });
};

export default varied(
  howDeep,
  [0.9, 1000],
  combine([0.75, 0.8, 0.9, 0.95], [100, 1000, 10_000]),
);
