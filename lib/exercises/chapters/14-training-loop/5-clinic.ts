import { mistake, type MistakeOf, prediction } from "../../author";

/** The sign of each patient's disease, patient 1 first. */
const SIGNS = [
  "jumps up at once and then only jitters",
  "falls in a straight line, and hardly at all",
  "has a gradient that grows and grows",
  "falls below the best possible loss, on validation too",
  "goes on falling in training while its validation loss has stopped",
  "stays too high, with training and validation close together",
];

/** The diagnosis of each patient, patient 1 first. */
const DIAGNOSES = "641253";

/** Two patients exchanged, for each pair of them. */
function exchanged(): MistakeOf<number>[] {
  return SIGNS.flatMap((sign, a) =>
    SIGNS.slice(a + 1).map((_, n) => {
      const b = a + 1 + n;
      const digits = [...DIAGNOSES];
      [digits[a], digits[b]] = [digits[b], digits[a]];
      const pair = `patients ${a + 1} and ${b + 1}`;
      return mistake(
        `${pair} are exchanged`,
        `All others are right. Compare ${pair}: which of the two ${sign}? What does that mean?`,
        Number(digits.join("")),
      );
    }),
  );
}

/** One wrong digit, for each patient. */
function oneWrong(): MistakeOf<number>[] {
  return SIGNS.flatMap((_, at) =>
    [..."123456"]
      .filter((digit) => digit !== DIAGNOSES[at])
      .map((digit) =>
        mistake(
          `patient ${at + 1} does not have diagnosis ${digit}`,
          `All others are right. Look at patient ${at + 1} in all three sheets, and in the report.`,
          Number(DIAGNOSES.slice(0, at) + digit + DIAGNOSES.slice(at + 1)),
        ),
      ),
  );
}

export default prediction(Number(DIAGNOSES), {
  title: "The clinic: six diagnoses",
  task: "Six sick runs. Give the number of each patient's diagnosis, patient 1 first, as one number with six digits.",
  effort: { minutes: 12, difficulty: 3, points: 4 },
  hints: [
    "Begin with the clear cases. One loss is below the best possible one, one gradient grows without end, one loss jumps up at once.",
    "Targets that were not shifted are the inputs themselves: the model only has to copy. And gradients that are never cleared pile up.",
    "Three patients are left. One hardly moves: its steps are short. One has a gap between training and validation. One has no gap, but stays too high.",
  ],
  unit: "one digit for each patient",
  tolerance: 0,
  choice: true,
  mistakes: [
    mistake(
      "the patients, not their diagnoses",
      "You listed the patient for each diagnosis. The first digit is the diagnosis of patient 1.",
      346251,
    ),
    mistake(
      "the diagnoses in the order of the list",
      "That is the list itself. The patients have other numbers: look at the curves.",
      123456,
    ),
    mistake(
      "only the patient that copies",
      "Patient 4 copies, that is right. Now give all six: a number with six digits.",
      4,
    ),
    ...exchanged(),
    ...oneWrong(),
  ],
  explanation:
    "**641253**. Patient 1 jumps and jitters: its rate is too high (6). Patient 2 hardly moves: its rate is too low (4). " +
    "Patient 3 has a gradient that grows: it is never cleared (1). Patient 4 is below the best possible loss on training and validation text alike: it copies (2). " +
    "Patient 5 has a gap: too little text (5). Patient 6 stays too high without a gap: its model is too small (3). " +
    "A result that is too good is a bug until proven otherwise.",
});
