import { mistake, type MistakeOf } from "../../../author";
import { readView } from "../5-view";

/** What else learners answer to exercise 08.5. */
export const slips: MistakeOf<typeof readView>[] = [
  mistake(
    "the offset is multiplied by a stride",
    "The offset is a place already, not a row. Multiply only i by strides[0], then add the offset.",
    (data, shape, strides, offset) =>
      readView(data, shape, strides, offset * strides[0]),
  ),
  mistake(
    "the offset is multiplied by the other stride",
    "The offset is a place already, not a column. Multiply only j by strides[1], then add the offset.",
    (data, shape, strides, offset) =>
      readView(data, shape, strides, offset * strides[1]),
  ),
];
