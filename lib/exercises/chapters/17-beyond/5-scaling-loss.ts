import { scalingLoss } from "../../../core/training/scaling-law";
import { args, between, draw, exercise, mistake, whole } from "../../author";

/** A law whose two parts are about equal for these sizes and texts. */
const law = (
  a: number,
  alpha: number,
  b: number,
  beta: number,
): Parameters<typeof scalingLoss>[0] => ({ floor: 0.5, a, alpha, b, beta });

/** The size's part or the text's part alone. */
const sizePart: typeof scalingLoss = ({ a, alpha }, parameters) =>
  a * parameters ** -alpha;
const textPart: typeof scalingLoss = ({ b, beta }, _, tokens) =>
  b * tokens ** -beta;

export default exercise(scalingLoss, {
  title: "The loss that a law promises",
  task: "Return the loss that the law promises: the floor, the part of the size and the part of the text. N is the number of parameters, D the number of tokens.",
  effort: { minutes: 5, difficulty: 1, points: 3 },
  hints: [
    "Three numbers are added: the floor, the part of the size, the part of the text.",
    "A power in TypeScript is `x ** y`. The exponents are negative: `parameters ** -law.alpha`.",
    "law.floor + law.a * parameters ** -law.alpha + law.b * tokens ** -law.beta.",
  ],
  firstCases: [
    args(law(40, 0.5, 1000, 1), 10_000, 5000),
    args(law(40, 0.5, 1000, 1), 40_000, 5000),
  ],
  randomCases: draw(6, (random) => {
    const [alpha, beta] = [between(random, 0.2, 0.6), between(random, 0.7, 1)];
    const parameters = whole(random, 1000, 9000);
    const tokens = whole(random, 20_000, 90_000);
    const a = between(random, 0.5, 2) * parameters ** alpha;
    const b = between(random, 0.5, 2) * tokens ** beta;
    return args(law(a, alpha, b, beta), parameters, tokens);
  }),
  mistakes: [
    mistake(
      "the floor left out",
      "That is the loss above the floor. Even the truth pays the floor: add it.",
      (law, ...run) => scalingLoss({ ...law, floor: 0 }, ...run),
    ),
    mistake(
      "exponents without their minus",
      "The loss must fall as the model grows: the exponents are -alpha and -beta.",
      ({ floor, a, alpha, b, beta }, parameters, tokens) =>
        floor + a * parameters ** alpha + b * tokens ** beta,
    ),
    mistake(
      "parameters and tokens swapped",
      "a and alpha belong to the parameters N, b and beta to the tokens D.",
      (law, parameters, tokens) => scalingLoss(law, tokens, parameters),
    ),
    mistake(
      "the exponents swapped",
      "alpha belongs to the parameters, beta to the tokens.",
      (law, ...run) =>
        scalingLoss({ ...law, alpha: law.beta, beta: law.alpha }, ...run),
    ),
    mistake(
      "the part of the text left out",
      "A model that has read little is worse, however large it is: add b D^-beta.",
      (law, ...run) => law.floor + sizePart(law, ...run),
    ),
    mistake(
      "the part of the size left out",
      "A small model is worse, however much it has read: add a N^-alpha.",
      (law, ...run) => law.floor + textPart(law, ...run),
    ),
    mistake(
      "the parts multiplied",
      "The two parts are added: each is there even if the other is 0.",
      (law, ...run) =>
        law.floor + sizePart(law, ...run) * textPart(law, ...run),
    ),
    mistake(
      "the factor inside the power",
      "Only N and D are raised to a power. The factor a stays outside: a * N ** -alpha.",
      ({ floor, a, alpha, b, beta }, parameters, tokens) =>
        floor + (a * parameters) ** -alpha + (b * tokens) ** -beta,
    ),
    mistake(
      "the whole fraction raised to the power",
      "Only N and D are raised to a power. The factor a stays as it is: a / N ** alpha.",
      ({ floor, a, alpha, b, beta }, parameters, tokens) =>
        floor + (a / parameters) ** alpha + (b / tokens) ** beta,
    ),
  ],
  alsoRight: ({ floor, a, alpha, b, beta }, parameters, tokens) =>
    floor +
    a / Math.exp(alpha * Math.log(parameters)) +
    b / Math.exp(beta * Math.log(tokens)),
});
