import { after, mistake, type MistakeOf } from "../../../author";
import { fitOf, powerLaw } from "../6-power-law";

/** What else learners answer to exercise 17.6. */
export const slips: MistakeOf<typeof powerLaw>[] = [
  mistake(
    "the distance the wrong way round",
    "The losses are above the floor: loss - floor is positive, and has a logarithm.",
    fitOf((loss, floor) => Math.log(floor - loss)),
  ),
  mistake(
    "the floor subtracted twice",
    "Subtract the floor once, inside the logarithm, and nothing after it.",
    fitOf((loss, floor) => Math.log(loss - floor) - floor),
  ),
  mistake(
    "the floor added to the factor",
    "The factor belongs to the part above the floor. Add the floor when you predict a loss.",
    after({
      factor: (factor: number, _: number[], __: number[], floor: number) =>
        factor + floor,
    }),
  ),
  mistake(
    "the floor subtracted from the factor",
    "The factor belongs to the part above the floor. Subtract the floor from each loss, before the logarithm.",
    (sizes, losses, floor) => {
      const { factor, exponent } = powerLaw(sizes, losses, 0);
      return { factor: factor - floor, exponent };
    },
  ),
  mistake(
    "the floor subtracted twice, in the losses and from the factor",
    "Subtract the floor once, inside the logarithm. The factor needs nothing more.",
    after({
      factor: (factor: number, _: number[], __: number[], floor: number) =>
        factor - floor,
    }),
  ),
  ...[0, 1].map((share) =>
    mistake<typeof powerLaw>(
      `the sign of the exponent, and ${share ? "the floor outside" : "no floor"}`,
      "Two things are wrong. The heights are ln(loss - floor), and the exponent is -slope.",
      (sizes, losses, floor) => {
        const fit = fitOf((loss) => Math.log(loss) - share * floor);
        const { factor, exponent } = fit(sizes, losses, floor);
        return { factor, exponent: -exponent };
      },
    ),
  ),
  mistake(
    "the tales' floor for every text",
    "0.3382 is the floor of the tales. Another text has another: use the parameter `floor`.",
    (sizes, losses) => powerLaw(sizes, losses, 0.3382),
  ),
  mistake(
    "the sizes without their logarithm",
    "A power law is a straight line if both sides are logarithms: x = Math.log(size), too.",
    (sizes, losses, floor) => {
      const mean = (list: number[]) =>
        list.reduce((sum, v) => sum + v) / list.length;
      const y = losses.map((loss) => Math.log(loss - floor));
      const middle = mean(sizes);
      const distances = sizes.map((size) => size - middle);
      const slope =
        mean(distances.map((d, i) => d * y[i])) /
        mean(distances.map((d) => d * d));
      return { factor: Math.exp(mean(y) - slope * middle), exponent: -slope };
    },
  ),
  ...[Math.log10, Math.log2].map((log, i) =>
    mistake<typeof powerLaw>(
      `Math.exp after Math.log${[10, 2][i]}`,
      `The slope is right with any base, but Math.exp only undoes Math.log. Use Math.log, or ${[10, 2][i]} ** at the end.`,
      after({ factor: (factor: number) => Math.exp(log(factor)) }),
    ),
  ),
];
