import { mistake, type MistakeOf } from "../../../author";
import { type geluSlope, inner, slopeWith } from "../5-gelu-slope";

/** What else learners answer to exercise 09.5. */
export const slips: MistakeOf<typeof geluSlope>[] = [
  mistake(
    "the root of 2 only",
    "`Math.sqrt(2) / Math.PI` takes the root of 2 alone. Write `Math.sqrt(2 / Math.PI)`.",
    (x) => {
      const a = Math.SQRT2 / Math.PI;
      const tanh = Math.tanh(a * (x + 0.044715 * x ** 3));
      const du = a * (1 + 3 * 0.044715 * x ** 2);
      return 0.5 * (1 + tanh) + 0.5 * x * (1 - tanh ** 2) * du;
    },
  ),
  mistake(
    "derivative times derivative",
    "The derivative of a product is not the product of the derivatives: (f g)' = f' g + f g'.",
    (x) => {
      const tanh = Math.tanh(inner(x));
      const du = Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x ** 2);
      return 0.5 * (1 - tanh ** 2) * du;
    },
  ),
  mistake(
    "the whole bracket is squared",
    "The derivative of tanh(u) is 1 - tanh²(u): only tanh is squared.",
    slopeWith((tanh) => ({ steepness: (1 - tanh) ** 2 })),
  ),
  mistake(
    "u is squared, not tanh(u)",
    "The derivative of tanh(u) is 1 - tanh²(u). Square what `Math.tanh` gives.",
    slopeWith((_, x) => ({ steepness: 1 - inner(x) ** 2 })),
  ),
  mistake(
    "1 + tanh²",
    "The derivative of tanh(u) is 1 minus tanh²(u).",
    slopeWith((tanh) => ({ steepness: 1 + tanh ** 2 })),
  ),
  mistake(
    "the power stays 3",
    "The derivative of x³ is 3x²: the power goes down by one.",
    slopeWith((_, x) => ({
      du: Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x ** 3),
    })),
  ),
  mistake(
    "the terms are subtracted",
    "The product rule adds its two terms.",
    slopeWith((tanh) => ({ steepness: tanh ** 2 - 1 })),
  ),
];
