import assert from "node:assert/strict";
import { test } from "node:test";

import { withPlainNames } from "./boxes";
import { boxVariables } from "./boxing";

function boxed(js: string): string {
  return boxVariables(js, (name) => name === "earlier").js.trim();
}

test("a declaration stays and fills its box, and a reference reads it", () => {
  assert.equal(
    boxed(
      "let rate = 1;\nconst step = (g) => rate * g;\nexport { rate, step };",
    ),
    `const $rate = __tslab__.box("rate"), $step = __tslab__.box("step"); \
let rate = 1, $1 = ($rate.rate = rate);
const step = (g) => $rate.rate * g, $2 = ($step.step = step);`,
  );
});

test("a variable of an earlier cell is read from its box", () => {
  const box = 'const $earlier = __tslab__.box("earlier"); ';
  for (const [code, expected] of [
    ["exports.earlier += 1;", "$earlier.earlier += 1;"],
    ["exports.earlier(1);", "(0, $earlier.earlier)(1);"],
    ["f({ earlier });", "f({ earlier: $earlier.earlier });"],
    [
      "({ earlier = 2 } = it());",
      "({ earlier: $earlier.earlier = 2 } = it());",
    ],
  ] as const) {
    assert.equal(boxed(code), box + expected);
  }
});

test("other names stay", () => {
  for (const code of [
    "function f(earlier) { return { earlier }; }",
    "f({ console, model, height });",
    "f((exports) => exports.earlier);",
    "f({ earlier: 1, size() { return 2; } });",
  ]) {
    assert.equal(boxed(code), code);
  }
});

test("boxes get names that the cell does not use", () => {
  assert.match(
    boxed("let $rate = 1, rate = $rate;\nexport { $rate, rate };"),
    /rate = \$\$\$rate\.\$rate, \$\$2 = \(\$\$rate\.rate = rate\)/,
  );
});

test("JavaScript's own messages name the variable, not its box", () => {
  for (const [message, expected] of [
    ["(0 , $step.step) is not a function", "step is not a function"],
    ["$K.K is not a constructor", "K is not a constructor"],
    ["(0 , $$$rate.$rate) is not a function", "$rate is not a function"],
    ["costs $5.5, or $a.b", "costs $5.5, or $a.b"],
  ] as const) {
    assert.equal(withPlainNames(message), expected);
  }
});
