import { mistake, prediction, say, varied } from "../../author";

const WORDS = ["", "", "", "", "four", "five", "six", "seven", "eight", "nine"];

const moreThreads = (shared: number, threads: number) => {
  const rest = 100 - shared;
  const part = shared / threads;
  const time = part + rest;
  const other = shared / (threads + 1);
  return prediction(100 / time, {
    title: `Predict: ${WORDS[threads]} threads`,
    task: `A step takes 100 ms on one thread. ${shared} ms of it can be shared evenly, ${rest} ms cannot. How many times faster is it with ${threads} threads?`,
    effort: { minutes: 4, difficulty: 2, points: 2 },
    hints: [
      `What does the shared part take with ${threads} threads?`,
      `${shared} / ${threads} = ${say(part, 3)} ms. The other ${rest} ms remain.`,
      `100 ms before, ${say(time, 3)} ms after.`,
    ],
    unit: "times",
    tolerance: 0.05,
    mistakes: [
      mistake(
        "as many times as threads",
        `Only the ${shared} ms shrink. The ${rest} ms stay as they are.`,
        threads,
      ),
      mistake(
        "one of the two parts alone",
        `100 / ${rest} counts ${rest} ms only. There are two such parts: ${shared} / ${threads} ms that are shared, and ${rest} ms that cannot be. Add both.`,
        100 / rest,
      ),
      mistake(
        "the share times the threads",
        `Times add up, speeds do not: compute the new time first, ${shared} / ${threads} + ${rest}, then divide.`,
        (shared / 100) * threads,
      ),
      mistake(
        "the new time",
        `Those are the milliseconds with ${threads} threads. How often does that go into 100?`,
        time,
      ),
      mistake(
        "upside down",
        "That is the new time as a share of the old one. Divide the old by the new.",
        time / 100,
      ),
      mistake(
        `the old time without its ${rest} ms`,
        `${say(time, 3)} ms is the new time. The old one was 100 ms, all of it.`,
        shared / time,
      ),
      mistake(
        `${threads + 1} threads instead of ${threads}`,
        `You took ${say(other, 3)} ms for the shared part. That is what one of ${threads + 1} threads has to do: ${shared} / ${threads} are ${say(part, 3)} ms.`,
        100 / (other + rest),
      ),
      mistake(
        "divided by what is saved",
        "That divides the old time by what is saved. Divide it by the new time.",
        100 / (100 - time),
      ),
      mistake(
        "all of it shared",
        `That divides all 100 ms by ${threads}. ${rest} ms cannot be shared.`,
        100 / threads,
      ),
      mistake(
        "the time that is saved",
        `${say(100 - time, 3)} ms are saved. How many times does the new time go into the old one?`,
        100 - time,
      ),
      mistake(
        "the threads divided by one and the share",
        `You computed ${threads} / ${say(1 + shared / 100)}. A share is not a time. Compute the times: before 100 ms, now ${shared} / ${threads} + ${rest}.`,
        threads / (1 + shared / 100),
      ),
    ],
    explanation: `${shared} / ${threads} + ${rest} = ${say(time, 3)} ms instead of 100: **${say(100 / time, 4)}** times faster. With any number of threads it would be ${say(100 / rest, 4)} times at most.`,
  });
};

export default varied(
  moreThreads,
  [90, 9],
  [
    [80, 4],
    [80, 8],
    [75, 5],
    [84, 7],
    [96, 8],
    [90, 6],
    [95, 5],
  ],
);
