import assert from "node:assert/strict";
import { test } from "node:test";

import { JUPYTER_DISPLAY } from "../core/base/display";
import { diagram, type DiagramOptions } from "./diagram";

const gears: DiagramOptions = {
  title: "Two gears",
  alt: 'From "w" to z & on to L.',
  nodes: [
    { title: "w", lines: ["value <3>"], color: 0 },
    { title: "z", group: "inside" },
    { title: "z", id: "second z" },
  ],
  edges: [
    { from: "w", to: "z", label: "times 2" },
    { from: "z", to: "second z", dashed: true, color: 1 },
  ],
};

test("a diagram is a picture that holds its words, with words beside it", async () => {
  const bundle = (await diagram(gears))[JUPYTER_DISPLAY]();
  assert.deepEqual(Object.keys(bundle), ["image/svg+xml", "text/plain"]);
  assert.equal(bundle["text/plain"], gears.alt);
  const svg = String(bundle["image/svg+xml"]);
  const words = [...svg.matchAll(/<text[^>]*>(.*?)<\/text>/g)].map(([, word]) =>
    word.replaceAll("&#160;", " ").trim(),
  );
  assert.deepEqual(words.sort(), [
    "Two gears",
    "inside",
    "times 2",
    "value &lt;3&gt;",
    "w",
    "z",
    "z",
  ]);
  assert.ok(svg.includes('aria-label="From &#34;w&#34; to z &#38; on to L."'));
  assert.match(svg, /stroke="#2484c6"/);
  assert.match(svg, /stroke="#d55e00" stroke-dasharray/);
  assert.equal(svg.match(/<polygon[^>]*points/g)?.length, 2, "two arrow heads");
});

test("a diagram refuses what it cannot draw", async () => {
  const refused = (change: Partial<DiagramOptions>, message: RegExp) =>
    assert.rejects(diagram({ ...gears, ...change }), message);
  await refused(
    { alt: " " },
    /diagram: alt must be a string with text; got " "/,
  );
  await refused(
    { edges: [{ from: "w", to: "y" }] },
    /got "y". The boxes are "w"/,
  );
  await refused({ nodes: [{ title: "w" }, { title: "w" }] }, /must differ/);
});
