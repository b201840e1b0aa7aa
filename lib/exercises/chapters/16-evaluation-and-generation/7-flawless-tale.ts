import { combine, mistake, prediction, say, varied } from "../../author";

const flawlessTale = (percent: number, tokens: number) => {
  const right = percent / 100;
  const wrong = (tokens * (100 - percent)) / 100;
  const share = right ** tokens;
  return prediction(share, {
    title: "Predict: a tale without a mistake",
    task: `A model is right at ${percent} of 100 tokens, and one mistake does not bring about the next. A tale has ${tokens} tokens. What share of its tales has no mistake at all, as a number from 0 to 1?`,
    effort: { minutes: 4, difficulty: 2, points: 2 },
    hints: [
      "How likely is it that two tokens in a row are right?",
      `${right} · ${right}. And three: ${right} · ${right} · ${right}.`,
      `For all ${tokens} tokens: ${right} to the power of ${tokens}, in TypeScript \`${right} ** ${tokens}\`.`,
    ],
    unit: "a share, from 0 to 1",
    tolerance: 0.001,
    mistakes: [
      mistake(
        "one token",
        `So often one token is right. For a tale without a mistake, all ${tokens} must be.`,
        right,
      ),
      mistake(
        "the tales with a mistake",
        "That is the share of tales with at least one mistake. Subtract it from 1.",
        1 - share,
      ),
      mistake(
        "in percent",
        "That is the share in percent. As a number from 0 to 1 it is a hundredth of that.",
        100 * share,
      ),
      mistake(
        "the number of mistakes",
        `That is how many mistakes a tale has on average: ${tokens} · ${say(1 - right)}. Some tales have more, and a few have none: how many?`,
        wrong,
      ),
      mistake(
        "shares are subtracted",
        "Chances of things that must all happen are multiplied. If you subtract the chance of a mistake for each token, less than nothing is left.",
        1 - wrong,
      ),
      mistake(
        "no tale at all",
        `${say(wrong)} mistakes are the mean. Some tales have more, and a few have none: multiply ${right} by itself, once for each token.`,
        0,
      ),
      mistake(
        "the right tokens",
        `So many of the ${tokens} tokens are right on average. In how many tales are all of them?`,
        right * tokens,
      ),
      mistake(
        "divided by the length",
        `Each token multiplies the chance by ${right}: take a power, do not divide.`,
        right / tokens,
      ),
    ],
    explanation:
      `${right} · ${right} · … , ${tokens} times: ${right}^${tokens} = **${say(share, 2)}**. Of ${Math.round(1 / share)} tales, one has no mistake. ` +
      "That is why a model can look good token by token and still not finish a story.",
  });
};

export default varied(
  flawlessTale,
  [99, 270],
  combine([97, 98, 99], [80, 120, 150, 180]),
);
