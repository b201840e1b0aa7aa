import assert from "node:assert/strict";
import { test } from "node:test";

import { JUPYTER_DISPLAY } from "../core/base/display";
import { card } from "./card";
import { coloredText } from "./colored-text";
import { fakeNotebook } from "../testing/fake-notebook";
import { formatDuration, formatNumber } from "./format";
import { escapeHtml, html } from "./html";
import { progressBar, withProgress } from "./progress-bar";
import { table } from "./table";

test("markup in a text is escaped", () => {
  assert.equal(
    escapeHtml(`<a b="c" d='e'>&`),
    "&#60;a b=&#34;c&#34; d=&#39;e&#39;&#62;&#38;",
  );
});

test("a template escapes values, keeps HTML and joins lists", () => {
  const rows = ["<b>", "a & b"].map((text) => html`<li>${text}</li>`);
  assert.equal(
    String(html`<ul title="${'"'}">${rows}</ul>${html`<hr>`}${7}`),
    '<ul title="&#34;"><li>&#60;b&#62;</li><li>a &#38; b</li></ul><hr>7',
  );
});

test("line breaks of a template are dropped around tags and in styles", () => {
  assert.equal(
    String(html`
      <p id="a"
        style="margin:0;
        padding:0">
        ${"x\n  y"}
        and so on:
        ${7}
      </p>`),
    '<p id="a" style="margin:0;padding:0">x\n  y and so on: 7</p>',
  );
});

test("numbers and times are easy to read", () => {
  const numbers = [0.05, 1.0512345, 12345.678, 3e-4, 0, NaN].map(formatNumber);
  assert.deepEqual(numbers, [
    "0.05000",
    "1.051",
    "12,346",
    "3.00e-4",
    "0",
    "NaN",
  ]);
  const times = [400, 9949, 12_000, 59_700, 200_000, 3_900_000];
  assert.deepEqual(times.map(formatDuration), [
    "0.4 s",
    "9.9 s",
    "12 s",
    "1 min 0 s",
    "3 min 20 s",
    "1 h 5 min",
  ]);
});

test("a table has numbers on the right, in HTML and in plain text", () => {
  const bundle = table({
    caption: "Loss & more",
    columns: ["step", { title: "loss (nats)", digits: 2 }, "learned"],
    rows: [
      [1, 8.517, "nothing"],
      [1000, 4.9, "<pairs>"],
    ],
  })[JUPYTER_DISPLAY]();
  assert.equal(
    bundle["text/plain"],
    "Loss & more\n" +
      " step  loss (nats)  learned\n" +
      "    1         8.52  nothing\n" +
      "1,000         4.90  <pairs>",
  );
  const html = String(bundle["text/html"]);
  assert.match(html, /<caption [^>]*>Loss &#38; more<\/caption>/);
  assert.match(html, /<th scope="col" [^>]*right[^>]*>loss \(nats\)<\/th>/);
  assert.match(html, /<th scope="row" [^>]*>1,000<\/th>/);
  assert.match(html, /<td [^>]*left[^>]*>&#60;pairs&#62;<\/td>/);
});

test("a table rejects a row that does not fill its columns", () => {
  assert.throws(
    () => table({ caption: "c", columns: ["a", "b"], rows: [[1]] }),
    /got 1 entries and 2 columns/,
  );
});

test("a card escapes a body that is text", () => {
  const bundle = card({ tone: "hint", title: "t", body: "1 < 2", text: "" });
  assert.match(String(bundle["text/html"]), />1 &#60; 2<\/div><\/section>$/);
});

test("a card states its tone in words, in its heading and to a screen reader", () => {
  const tones = ["passed", "failed", "hint", "open"] as const;
  const said = tones.map((tone) => {
    const bundle = card({
      tone,
      title: "01.1",
      body: html`<p>b</p>`,
      text: "b",
    });
    const text = String(bundle["text/html"]);
    assert.doesNotMatch(text, /<(script|style)/);
    assert.match(text, /role="heading"/);
    assert.ok(text.includes("<p>b</p>"));
    return [/aria-label="([^"]*)"/.exec(text)?.[1], bundle["text/plain"]];
  });
  assert.deepEqual(said, [
    ["Passed: 01.1", "✓ Passed: 01.1\nb"],
    ["Not yet: 01.1", "✗ Not yet: 01.1\nb"],
    ["Hint: 01.1", "? Hint: 01.1\nb"],
    ["Open: 01.1", "○ Open: 01.1\nb"],
  ]);
});

test("a short loop shows no progress bar", () => {
  const notebook = fakeNotebook();
  const bar = progressBar({ label: "Reading", total: 10 }, notebook);
  for (let i = 1; i <= 10; i++) {
    notebook.wait(49);
    bar.update(i);
  }
  bar.done();
  assert.equal(notebook.outputs.length, 0);
});

test("a long loop updates one bar 5 times per second and ends as a plain line", () => {
  const notebook = fakeNotebook();
  const options = { label: "Reading", total: 1000, unit: "chapters" };
  const bar = progressBar(options, notebook);
  for (let i = 1; i <= 1000; i++) {
    notebook.wait(10);
    bar.update(i, i === 500 ? "half" : "");
  }
  bar.done("All there.");
  assert.equal(notebook.outputs.length, 1);
  const shown = notebook.outputs[0] ?? [];
  assert.ok(shown.length <= 1 + 5 * 10, `${shown.length} updates in 10 s`);
  assert.equal(
    shown[0]?.["text/plain"],
    "Reading: 5 % · 50 of 1,000 chapters · 9.5 s left",
  );
  assert.match(String(shown[0]?.["text/html"]), /role="progressbar"/);
  assert.deepEqual(shown.at(-1), {
    "text/plain": "Reading: 1,000 chapters in 10 s. All there.",
  });
});

test("withProgress returns what the work returned, in order", async () => {
  const label = "Squaring";
  const squares = await withProgress([1, 2, 3], { label }, (n) => n * n);
  assert.deepEqual(squares, [1, 4, 9]);
});

test("a colored text keeps its spaces, escapes markup, and shows its notes", () => {
  const bundle = coloredText({
    caption: "A <story>",
    pieces: [
      { text: "Once  <upon>" },
      { text: " Milo", strength: 1, note: 'not "Mia"' },
      { text: " ran", strength: 0.5 },
      { text: " off", strength: 0.5, note: "id 7", color: 0 },
    ],
  })[JUPYTER_DISPLAY]();
  const page = bundle["text/html"] as string;
  assert.match(page, /A &#60;story&#62;.*Once {2}&#60;upon&#62;</);
  assert.match(page, /upon&#62;<u title.* Milo<\/u><span style.* ran<\/span>/);
  assert.match(
    page,
    /<u title="not &#34;Mia&#34;" style="background:rgba\(.*0\.6\)/,
  );
  assert.match(
    page,
    /<u title="id 7" style="[^"]*text-decoration:none[^"]*"> off/,
  );
  assert.doesNotMatch(page, /text-decoration[^"]*"> Milo/);
  assert.equal(
    bundle["text/plain"],
    'A <story>\nOnce  <upon> Milo [not "Mia"] ran off [id 7]',
  );
  assert.throws(
    () => coloredText({ caption: "", pieces: [{ text: "a", strength: 2 }] }),
    /coloredText: strength must be a number from 0 to 1; got 2/,
  );
});
