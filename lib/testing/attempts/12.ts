import type { Answers } from "../../exercises/course";
import { tried, type Attempt } from "./attempt";

type Momentum = Answers["12.2"];
type Adam = Answers["12.5"];

/** A step with momentum; `step` does one weight. */
function momentum(
  step: (
    i: number,
    lists: { w: number[]; v: number[]; g: number[] },
    options: { learningRate: number; momentum: number },
  ) => void,
): Momentum {
  return (w, v, g, options) => {
    for (let i = 0; i < w.length; i++) step(i, { w, v, g }, options);
  };
}

/** Adam as a learner writes it, with one line changed. */
function adam(change: {
  gradient?: (g: number, w: number, decay: number) => number;
  mean?: (m: number, g: number, beta: number) => number;
  square?: (s: number, g: number, beta: number) => number;
  correct?: (step: number) => [number, number];
  only?: "mean";
  store?: boolean;
  betas?: "swapped";
  direction?: (
    m: number,
    s: number,
    more: { epsilon: number; g: number; decay: number },
  ) => number;
  move?: (w: number, d: number, rate: number, decay: number) => number;
}): Adam {
  return ({ weights, gradients, mean, square }, options) => {
    const { learningRate, epsilon, weightDecay, step } = options;
    const [beta1, beta2] =
      change.betas === "swapped"
        ? [options.beta2, options.beta1]
        : [options.beta1, options.beta2];
    const [p, q] = change.correct?.(step) ?? [step, step];
    for (let i = 0; i < weights.data.length; i++) {
      const w = weights.data[i];
      const plain = gradients.data[i];
      const g = change.gradient?.(plain, w, weightDecay) ?? plain;
      const [m0, s0] = [mean.data[i], square.data[i]];
      const m = change.mean?.(m0, g, beta1) ?? beta1 * m0 + (1 - beta1) * g;
      const s =
        change.square?.(s0, g, beta2) ?? beta2 * s0 + (1 - beta2) * g * g;
      const mHat = m / (p === 0 ? 1 : 1 - beta1 ** p);
      const sHat = s / (q === 0 ? 1 : 1 - beta2 ** q);
      [mean.data[i], square.data[i]] = change.store ? [mHat, sHat] : [m, s];
      const d =
        change.direction?.(mHat, sHat, {
          epsilon,
          g,
          decay: weightDecay * w,
        }) ?? mHat / (Math.sqrt(sHat) + epsilon);
      weights.data[i] =
        change.move?.(w, d, learningRate, weightDecay) ??
        w - learningRate * (d + weightDecay * w);
    }
  };
}

/** 12.1 to 12.4. */
const FIRST: Attempt[] = [
  tried("12.1", "1", 1, /gradient alone/),
  tried("12.1", "1.9", 1.9, /second step/),
  tried("12.1", "9", 9, /without its first/),
  tried("12.1", "Infinity", Infinity, /without end/),
  tried("12.1", "0.9", 0.9, /momentum itself/),
  tried(
    "12.2",
    "a mean",
    momentum((i, { w, v, g }, o) => {
      v[i] = o.momentum * v[i] + (1 - o.momentum) * g[i];
      w[i] -= o.learningRate * v[i];
    }),
    /a mean instead/,
  ),
  tried(
    "12.2",
    "the rate inside the velocity",
    momentum((i, { w, v, g }, o) => {
      v[i] = o.momentum * v[i] - o.learningRate * g[i];
      w[i] += v[i];
    }),
    /inside the velocity/,
  ),
  tried(
    "12.2",
    "old velocity",
    momentum((i, { w, v, g }, o) => {
      w[i] -= o.learningRate * v[i];
      v[i] = o.momentum * v[i] + g[i];
    }),
    /old velocity/,
  ),
  tried(
    "12.2",
    "new lists",
    (weights, velocity, gradients, { learningRate, momentum }) => {
      velocity = velocity.map((v, i) => momentum * v + gradients[i]);
      weights = weights.map((w, i) => w - learningRate * velocity[i]);
    },
    /left as they were/,
  ),
  tried(
    "12.2",
    "sign",
    momentum((i, { w, v, g }, o) => {
      v[i] = o.momentum * v[i] + g[i];
      w[i] += o.learningRate * v[i];
    }),
    /uphill/,
  ),
  tried(
    "12.2",
    "velocity not kept",
    momentum((i, { w, v, g }, o) => {
      const next = o.momentum * v[i] + g[i];
      w[i] -= o.learningRate * next;
    }),
    /velocity is forgotten/,
  ),
  tried(
    "12.2",
    "Nesterov",
    momentum((i, { w, v, g }, o) => {
      v[i] = o.momentum * v[i] + g[i];
      w[i] -= o.learningRate * (g[i] + o.momentum * v[i]);
    }),
    /Nesterov/,
  ),
  tried(
    "12.2",
    "momentum times the gradient",
    momentum((i, { w, v, g }, o) => {
      v[i] = v[i] + o.momentum * g[i];
      w[i] -= o.learningRate * v[i];
    }),
    /momentum multiplies the gradient/,
  ),
  tried(
    "12.2",
    "velocity +=",
    momentum((i, { w, v, g }, o) => {
      v[i] += o.momentum * v[i] + g[i];
      w[i] -= o.learningRate * v[i];
    }),
    /old velocity is kept whole/,
  ),
  tried(
    "12.3",
    "corrected mean fed back",
    (gradients, beta) => {
      const means: number[] = [];
      let mean = 0;
      for (let t = 0; t < gradients.length; t++) {
        mean = beta * mean + (1 - beta) * gradients[t];
        mean = mean / (1 - beta ** (t + 1));
        means.push(mean);
      }
      return means;
    },
    /goes into the next step/,
  ),
  tried(
    "12.3",
    "no correction",
    (gradients, beta) => {
      const means: number[] = [];
      let mean = 0;
      for (const g of gradients) {
        mean = beta * mean + (1 - beta) * g;
        means.push(mean);
      }
      return means;
    },
    /no correction/,
  ),
  tried(
    "12.3",
    "begun with the first gradient",
    (gradients, beta) => {
      const means: number[] = [];
      let mean = gradients[0];
      for (const g of gradients) {
        mean = beta * mean + (1 - beta) * g;
        means.push(mean);
      }
      return means;
    },
    /begun with the first/,
  ),
  tried(
    "12.3",
    "always the first correction",
    (gradients, beta) => {
      const means: number[] = [];
      let mean = 0;
      for (const g of gradients) {
        mean = beta * mean + (1 - beta) * g;
        means.push(mean / (1 - beta));
      }
      return means;
    },
    /always the first/,
  ),
  tried(
    "12.3",
    "t begins at 1",
    (gradients, beta) => {
      const means: number[] = [];
      let mean = 0;
      for (let t = 1; t < gradients.length; t++) {
        mean = beta * mean + (1 - beta) * gradients[t];
        means.push(mean / (1 - beta ** t));
      }
      return means;
    },
    /`gradients` had no first item/,
  ),
  tried(
    "12.3",
    "a guard for t = 0",
    (gradients, beta) => {
      const means: number[] = [];
      let mean = 0;
      for (let t = 0; t < gradients.length; t++) {
        mean = beta * mean + (1 - beta) * gradients[t];
        means.push(t === 0 ? mean : mean / (1 - beta ** t));
      }
      return means;
    },
    /first division is skipped/,
  ),
  tried(
    "12.3",
    "* for /",
    (gradients, beta) => {
      const means: number[] = [];
      let mean = 0;
      for (let t = 0; t < gradients.length; t++) {
        mean = beta * mean + (1 - beta) * gradients[t];
        means.push(mean * (1 - beta ** (t + 1)));
      }
      return means;
    },
    /multiplied/,
  ),
  tried(
    "12.3",
    "the plain average",
    (gradients) => {
      const means: number[] = [];
      let sum = 0;
      for (let t = 0; t < gradients.length; t++) {
        sum += gradients[t];
        means.push(sum / (t + 1));
      }
      return means;
    },
    /plain average/,
  ),
  tried("12.4", "2.5", 2.5, /plain SGD/),
  tried("12.4", "-0.01", -0.01, /sign is flipped/),
  tried("12.4", "-2.5", -2.5, /SGD, and with the wrong sign/),
  tried("12.4", "0.0316", 0.0316, /without bias correction/),
  tried("12.4", "0.25", 0.25, /only the uncorrected mean/),
  tried("12.4", "0.001", 0.001, /mean is not corrected/),
];

/** 12.5: AdamW. */
const ADAM: Attempt[] = [
  tried(
    "12.5",
    "no correction",
    adam({ correct: () => [0, 0] }),
    /correction left out/,
  ),
  tried(
    "12.5",
    "epsilon inside",
    adam({ direction: (m, s, { epsilon }) => m / Math.sqrt(s + epsilon) }),
    /epsilon inside/,
  ),
  tried(
    "12.5",
    "decay without rate",
    adam({ move: (w, d, rate, decay) => w - rate * d - decay * w }),
    /decay without the learning rate/,
  ),
  tried(
    "12.5",
    "g not squared",
    adam({ square: (s, g, beta) => beta * s + (1 - beta) * g }),
    /not squared/,
  ),
  tried("12.5", "corrected stored", adam({ store: true }), /are kept/),
  tried(
    "12.5",
    "no root",
    adam({ direction: (m, s, { epsilon }) => m / (s + epsilon) }),
    /root is missing/,
  ),
  tried(
    "12.5",
    "no decay",
    adam({ move: (w, d, r) => w - r * d }),
    /`weightDecay` were 0/,
  ),
  tried(
    "12.5",
    "only the mean corrected",
    adam({ correct: (step) => [step, 0] }),
    /only the mean/,
  ),
  tried(
    "12.5",
    "g for the mean",
    adam({
      direction: (_, s, { epsilon, g }) => g / (Math.sqrt(s) + epsilon),
    }),
    /gradient instead of its mean/,
  ),
  tried(
    "12.5",
    "step + 1",
    adam({ correct: (step) => [step + 1, step + 1] }),
    /`step` were 1 larger/,
  ),
  tried(
    "12.5",
    "L2 in the gradient",
    adam({
      gradient: (g, w, decay) => g + decay * w,
      move: (w, d, r) => w - r * d,
    }),
    /mixed into the gradient/,
  ),
  tried(
    "12.5",
    "step - 1",
    adam({ correct: (step) => [step - 1, step - 1] }),
    /`step` were 1 smaller/,
  ),
  tried(
    "12.5",
    "betas swapped",
    adam({ betas: "swapped" }),
    /`beta1` and `beta2` were swapped/,
  ),
  tried(
    "12.5",
    "beta2 in the mean",
    (tensors, step) => {
      const { beta2 } = step;
      adam({ mean: (m, g) => beta2 * m + (1 - beta2) * g })(tensors, step);
    },
    /beta1 and beta2 are swapped in the mean/,
  ),
  tried(
    "12.5",
    "plus",
    adam({ move: (w, d, r, decay) => w + r * (d + decay * w) }),
    /moved the wrong way/,
  ),
  tried(
    "12.5",
    "decay after the step",
    adam({
      move: (w, d, r, decay) => {
        const moved = w - r * d;
        return moved - r * decay * moved;
      },
    }),
    /decay of the new weight/,
  ),
  tried(
    "12.5",
    "decay in the numerator",
    adam({
      direction: (m, s, { epsilon, decay }) =>
        (m + decay) / (Math.sqrt(s) + epsilon),
      move: (w, d, r) => w - r * d,
    }),
    /decay is divided too/,
  ),
  tried(
    "12.5",
    "mean without 1 - beta",
    adam({ mean: (m, g, beta) => beta * m + g }),
    /without (its )?1 - beta/,
  ),
  tried(
    "12.5",
    "L2, written into the gradients",
    (tensors, step) => {
      const { weights, gradients } = tensors;
      for (let i = 0; i < weights.data.length; i++)
        gradients.data[i] += step.weightDecay * weights.data[i];
      adam({ move: (w, d, r) => w - r * d })(tensors, step);
    },
    /added to the gradients themselves/,
  ),
];

/** What learners of chapter 12 tried. */
export const ATTEMPTS_12: Attempt[] = [...FIRST, ...ADAM];
