import assert from "node:assert/strict";
import { after, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { inspect } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import { Cells, type Outcome } from "./cells/cells";

const cells: Cells = new Cells(process.cwd());
after(() => cells.executor.close());
let count = 0;

async function run(source: string): Promise<Outcome> {
  count += 1;
  return cells.run(source, `Cell [${count}]`);
}

/** Runs cells in order and returns the value of the last one. */
async function valueOf(...sources: string[]): Promise<unknown> {
  let shown: unknown;
  for (const source of sources) {
    const outcome = await run(source);
    assert.equal(outcome.status, "ok", `${source}\n${inspect(outcome)}`);
    if (outcome.status === "ok") shown = outcome.shown?.value;
  }
  return shown;
}

type Case = [cells: string[], value: unknown];

function check(cases: Case[]): () => Promise<void> {
  return async () => {
    for (const [sources, value] of cases) {
      assert.deepEqual(
        await valueOf(...sources),
        value,
        sources.join("\n---\n"),
      );
    }
  };
}

test(
  "a function sees what a later cell assigns",
  check([
    [
      [
        "let rate = 0.1; function stepOf(g: number) { return rate * g; }",
        "rate = 1;",
        "stepOf(2)",
      ],
      2,
    ],
    [["var a1 = 1; const f1 = () => a1;", "a1 = 5;", "f1()"], 5],
    [
      [
        "let a2 = 1; class C2 { m() { return a2; } }",
        "a2 = 5;",
        "new C2().m()",
      ],
      5,
    ],
    [
      [
        "let a3 = 1; class C3 { static get m() { return a3; } }",
        "a3++",
        "C3.m",
      ],
      2,
    ],
    [
      [
        "let a4 = 1; const o4 = { get v() { return a4; }, a4: 7 };",
        "a4 += 2;",
        "[o4.v, o4.a4]",
      ],
      [3, 7],
    ],
    [["let a5 = 1; function f5(x = a5) { return x; }", "a5 = 2;", "f5()"], 2],
    [
      [
        "let { a6, b: [b6] } = { a6: 1, b: [2] }; const f6 = () => a6 + b6;",
        "[a6, b6] = [b6 * 10, a6];",
        "f6()",
      ],
      21,
    ],
    [
      [
        "let a7 = 1; function* g7() { yield a7; yield a7; }",
        "const i7 = g7(); i7.next(); a7 = 9;",
        "i7.next().value",
      ],
      9,
    ],
    [
      [
        "let a8: number | undefined; const f8 = () => ({ a8 });",
        "a8 ??= 4;",
        "f8()",
      ],
      { a8: 4 },
    ],
    [["let a9 = 'x'; const f9 = () => `<${a9}>`;", "a9 = 'y'", "f9()"], "<y>"],
    [
      [
        "for (var a10 = 0; a10 < 3; a10++); const f10 = () => a10++;",
        "f10(); f10()",
      ],
      4,
    ],
    [
      [
        "for (var a11 of [1, 2]) for (var b11 in { k: 1 }) a11 += 1; const f11 = () => `${a11}${b11}`;",
        "f11()",
      ],
      "3k",
    ],
    [
      [
        "let a12 = 1; { let a12 = 2; a12 += 1; } const f12 = () => { try { throw 3; } catch (a12) { return a12; } };",
        "a12 = 8;",
        "[f12(), a12]",
      ],
      [3, 8],
    ],
    [
      [
        "enum E13 { A, B } let a13 = E13.A; const f13 = () => E13[a13];",
        "a13 = E13.B;",
        "f13()",
      ],
      "B",
    ],
    [
      [
        "namespace N14 { export let v = 1; export const get = () => v; }",
        "N14.v = 4;",
        "N14.get()",
      ],
      4,
    ],
    [
      ["if (true) { var a15 = 1; a15 += 1; } const f15 = () => a15;", "f15()"],
      2,
    ],
  ]),
);

test(
  "a cell sees what a function of an earlier cell assigns",
  check([
    [
      [
        "let weight = 1; const grow = () => { weight += 1; };",
        "weight = 100;",
        "grow(); weight",
      ],
      101,
    ],
    [
      ["let b1 = 1; const g1 = () => b1++;", "b1 = 5;", "[g1(), g1(), b1]"],
      [5, 6, 7],
    ],
    [
      [
        "let b2 = 1, c2 = 2; const g2 = () => { [b2, c2] = [c2, b2]; };",
        "b2 = 7;",
        "g2(); [b2, c2]",
      ],
      [2, 7],
    ],
    [
      [
        "let b3 = 1, c3 = 2; const g3 = () => { ({ b3, x: c3 = 5 } = { b3: 4 } as any); };",
        "g3();",
        "[b3, c3]",
      ],
      [4, 5],
    ],
    [
      [
        "let b4: number | null = null; const g4 = () => (b4 ||= 3, b4 &&= b4 * 2, b4 **= 2);",
        "b4 = 0;",
        "g4(); b4",
      ],
      36,
    ],
    [
      [
        "let b5 = 0; const g5 = () => { for (b5 of [1, 2, 3]); };",
        "g5();",
        "b5",
      ],
      3,
    ],
  ]),
);

test(
  "a function sees what a later cell declares in place of its variables",
  check([
    [["let c1 = 1; const h1 = () => c1;", "let c1 = 2;", "h1()"], 2],
    [
      ["const c3 = 1; const h3 = () => c3;", "const c3 = 'text';", "h3()"],
      "text",
    ],
    [
      [
        "function c4() { return 1; } const h4 = () => c4();",
        "function c4() { return 2; }",
        "h4()",
      ],
      2,
    ],
    [
      [
        "function c5(): number { return 1; } function h5() { return c5(); }",
        "const c5 = () => 2;",
        "h5()",
      ],
      2,
    ],
    [
      [
        "class C6 { n = 1; } const h6 = () => new C6().n;",
        "class C6 { n = 2; }",
        "h6()",
      ],
      2,
    ],
    [
      [
        "class C7 { static n = 1; get() { return C7.n; } } const o7 = new C7();",
        "class C7 { static n = 2; get() { return 0; } }",
        "o7.get()",
      ],
      2,
    ],
    [
      ["enum C8 { A = 1 } const h8 = () => C8.A;", "enum C8 { A = 2 }", "h8()"],
      2,
    ],
    [
      [
        "import { sep } from 'node:path'; const h9 = () => sep;",
        "const sep = '|';",
        "h9()",
      ],
      "|",
    ],
    [
      [
        "import { join as c10 } from 'node:path'; const h10 = () => c10('a');",
        "function c10(x: string) { return x + '!'; }",
        "h10()",
      ],
      "a!",
    ],
    [
      [
        "const fact = (n: number): number => n < 2 ? 1 : n * fact(n - 1); const old = fact;",
        "const fact = (n: number) => -1;",
        "old(5)",
      ],
      -5,
    ],
  ]),
);

test("work in the background sees what later cells assign", async () => {
  await valueOf(`let isRunning = true, ticks = 0;
const timer = setInterval(() => { isRunning ? ticks++ : clearInterval(timer); }, 1);
const loop = async () => { while (isRunning) await new Promise((r) => setTimeout(r, 1)); return "ended"; };
const ending = loop();`);
  await pause(20);
  assert.equal(await valueOf("isRunning = false;", "await ending"), "ended");
  const before = await valueOf("await 0; ticks");
  assert.ok(Number(before) > 0);
});

test(
  "names keep their scopes",
  check([
    [["let s1 = 1; const k1 = (s1: number) => s1;", "s1 = 2;", "k1(5)"], 5],
    [
      [
        "let s2 = 1; const k2 = ({ s2 }: { s2: number }) => s2;",
        "k2({ s2: 3 })",
      ],
      3,
    ],
    [["let s3 = 1; s3: for (;;) { break s3; } s3"], 1],
    [
      ["let s4 = 1; const o4b = { s4: 2, m() { return this.s4; } }; o4b.m()"],
      2,
    ],
    [
      [
        "let s5 = 1; const k5 = function s5(): string { return typeof s5; }; k5()",
      ],
      "function",
    ],
    [
      [
        "let s6 = 1; class K6 { s6 = 3; #p = s6; get p() { return this.#p; } } s6 = 2; [new K6().p, new K6().s6]",
      ],
      [2, 3],
    ],
    [
      ["interface s7 { a: number } let s7: s7 = { a: 1 }; s7 = { a: 2 }; s7.a"],
      2,
    ],
    [
      ["declare const neverDeclared: unknown; typeof neverDeclared"],
      "undefined",
    ],
    [
      [
        "const { d1 = 1, d2 = d1 + 1, ...rest1 } = { x: 3 } as any; [d1, d2, rest1]",
      ],
      [1, 2, { x: 3 }],
    ],
    [
      [
        "const console1 = console; { const console = 3; console; } typeof console1.log",
      ],
      "function",
    ],
    [["var v1 = 1; v1 = 2; var v1: number; v1"], 2],
    [
      [
        "const $s8 = 1, s8 = 2, $ = 3; const k8 = ($s8: number) => s8 + $s8 + $;",
        "k8(10)",
      ],
      15,
    ],
    [
      [
        "function outer1() { function inner1() { return 1; } return inner1(); } outer1()",
      ],
      1,
    ],
    [
      [
        "let exports1 = 1; const k10 = (exports: any) => exports.exports1;",
        "k10({ exports1: 5 })",
      ],
      5,
    ],
  ]),
);

test(
  "functions keep their names and their `this`, and may be called early",
  check([
    [["const n1 = early(); function early() { return 4; } n1"], 4],
    [
      [
        "const n2 = () => 1, n3 = class {}; function n4() {} [n2.name, n3.name, n4.name]",
      ],
      ["n2", "n3", "n4"],
    ],
    [
      [
        "let n5: unknown; n5 = () => 1; const a = (n5 as any).name; n5 = (function () {}); [a, (n5 as any).name]",
      ],
      ["n5", "n5"],
    ],
    [["let n6: any; ({ n6 = () => 1 } = {} as any); n6.name"], "n6"],
    [["let n7: any; n7 ??= class {}; n7.name"], "n7"],
    [
      ["function t1(this: unknown) { return this === globalThis; }", "t1()"],
      true,
    ],
    [
      [
        "function t2(this: unknown) { return this === globalThis; } [t2(), (t2)(), t2?.()]",
      ],
      [true, true, true],
    ],
    [
      [
        "function t3(this: unknown, ...x: unknown[]) { return [this === globalThis, x.length]; }",
        "t3`a${1}b`",
      ],
      [true, 2],
    ],
    [["const t4 = { v: 5, m() { return this.v; } };", "t4.m()"], 5],
    [
      [
        "class S1 { static one = S1.make(); static make() { return new S1().n; } n = 6; }",
        "S1.one",
      ],
      6,
    ],
    [
      [
        "class B1 { n = 1 } class D1 extends B1 { m() { return super.constructor === B1; } }",
        "[new D1().n, new D1() instanceof B1]",
      ],
      [1, true],
    ],
    [
      [
        "function nt() { return { is: new.target === nt }; } new (nt as any)().is",
      ],
      true,
    ],
  ]),
);

test("a variable above its declaration cannot be read", async () => {
  const outcome = await run(
    "const early1 = () => late1; early1(); let late1 = 1;",
  );
  assert.equal(outcome.status, "threw");
  assert.match(
    String(outcome.status === "threw" && outcome.error),
    /^ReferenceError: Cannot access 'late1' before initialization$/,
  );
});

test("a variable of a cell that throws keeps its value and its type", async () => {
  await valueOf("let kept = 5; let renewed = 1;");
  await run('renewed = 2; throw new Error("no"); let kept = "text";');
  assert.deepEqual(await valueOf("[kept.toFixed(1), renewed]"), ["5.0", 2]);
  await run('let kept = "text"; throw new Error("no");');
  assert.equal(await valueOf("kept.length"), 4);
});

test("old values are freed when cells run again", async () => {
  const seen: WeakRef<object>[] = [];
  const watch = (value: object): unknown => seen.push(new WeakRef(value));
  Object.assign(globalThis, { watch });
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  for (let i = 0; i < 20; i++) {
    await valueOf(`declare const watch: (value: object) => void;
const large = new Array(1000).fill(0);
const sizeOfLarge = () => large.length;
const later = async () => { await 0; large; };
watch(large); watch(sizeOfLarge); watch(later); await later();`);
  }
  await pause(1);
  collect();
  assert.equal(seen.length, 60);
  const alive = seen.filter((one) => one.deref() !== undefined);
  assert.ok(alive.length <= 6, `${alive.length} of 60 values live on`);
});

test("a Stop during compilation is noticed", async () => {
  const running = run("while (true) {}");
  cells.interrupt();
  assert.deepEqual(await running, {
    status: "interrupted",
    isInBackground: false,
  });
  assert.equal(await valueOf("2 * 3"), 6);
});
