import { mistake, prediction } from "../../author";

export default prediction(5, {
  title: "Predict: nine threads",
  task: "A step takes 100 ms on one thread. 90 ms of it can be shared evenly, 10 ms cannot. How many times faster is it with 9 threads?",
  effort: { minutes: 4, difficulty: 2, points: 2 },
  hints: [
    "What does the shared part take with 9 threads?",
    "90 / 9 = 10 ms. The other 10 ms remain.",
    "100 ms before, 20 ms after.",
  ],
  unit: "times",
  tolerance: 0.05,
  mistakes: [
    mistake(
      "as many times as threads",
      "Only the 90 ms shrink. The 10 ms stay as they are.",
      9,
    ),
    mistake(
      "one of the two parts alone",
      "100 / 10 counts 10 ms only. There are two such parts: 90 / 9 ms that are shared, and 10 ms that cannot be. Add both.",
      10,
    ),
    mistake(
      "nine tenths of nine",
      "Times add up, speeds do not: compute the new time first, 90 / 9 + 10, then divide.",
      8.1,
    ),
    mistake(
      "the new time",
      "Those are the milliseconds with 9 threads. How often does that go into 100?",
      20,
    ),
    mistake(
      "upside down",
      "That is the new time as a share of the old one. Divide the old by the new.",
      0.2,
    ),
    mistake(
      "the old time without its 10 ms",
      "20 ms is the new time. The old one was 100 ms, all of it.",
      4.5,
    ),
    mistake(
      "10 threads instead of 9",
      "You took 9 ms for the shared part. That is what one of 10 threads has to do: 90 / 9 are 10 ms.",
      100 / 19,
    ),
    mistake(
      "the time that is saved",
      "80 ms are saved. How many times does the new time go into the old one?",
      80,
    ),
  ],
  explanation:
    "90 / 9 + 10 = 20 ms instead of 100: **5** times faster. With any number of threads it would be 10 times at most.",
});
