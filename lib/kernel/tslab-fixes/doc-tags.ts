import type { Converter } from "tslab/dist/converter";

type Info = ReturnType<Converter["inspect"]>;

/**
 * tslab 1.0.22 shows the tags of a doc comment without their names, except
 * `@param`. This puts the name before each text.
 *
 * @param info the result of Shift-Tab, or `undefined`
 */
export function withTagNames(info: Info | undefined): Info {
  for (const { name, text = [] } of info?.tags ?? []) {
    if (name !== "param") text.unshift({ kind: "text", text: `@${name} ` });
  }
  return info as Info;
}
