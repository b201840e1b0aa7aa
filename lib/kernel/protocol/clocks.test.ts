import assert from "node:assert/strict";
import { test } from "node:test";

import { createClocks } from "./clocks";
import type { Request } from "./wire";

/** A request sent and received at these times from now, in ms. */
function request(
  { sent, received }: { sent: number; received: number },
  { session = "a", clockAhead = 0 } = {},
): Request {
  const date = new Date(Date.now() + sent + clockAhead).toISOString();
  const header = { msg_id: "", msg_type: "", session, username: "" };
  return {
    identities: [],
    header: { ...header, version: "5.3", date },
    content: {},
    receivedAt: performance.now() + received,
  };
}

for (const clockAhead of [0, 3_600_000, -3_600_000]) {
  test(`sent before and received late, with a clock ${clockAhead} ms ahead`, () => {
    const clock = { clockAhead };
    const clocks = createClocks();
    const aborted = clocks.moment(2);
    const failing = request({ sent: -100, received: -95 }, clock);
    clocks.note(failing);
    clocks.note(request({ sent: -100, received: -20 }, clock));
    aborted.now();
    const late = request({ sent: -90, received: 300 }, clock);
    const next = request({ sent: 20, received: 25 }, clock);
    assert.equal(aborted.includes(late), true);
    assert.equal(aborted.includes(next), false);
  });
}

test("requests before a failure are aborted, from any sender", () => {
  const clocks = createClocks();
  const aborted = clocks.moment(2);
  const failing = request({ sent: -100, received: -95 });
  const other = request({ sent: -9, received: -4 }, { session: "b" });
  clocks.note(failing);
  assert.equal(aborted.includes(other), false);
  aborted.now();
  assert.equal(aborted.includes(other), true);
  const late = request({ sent: -9, received: 30 }, { session: "b" });
  assert.equal(aborted.includes(late), false);
});

test("a clock set back aborts nothing for longer than five seconds", () => {
  const clocks = createClocks();
  const aborted = clocks.moment(2);
  const failing = request({ sent: -100, received: -95 });
  clocks.note(failing);
  aborted.now();
  const hour = { clockAhead: -3_600_000 };
  const soon = request({ sent: 4800, received: 4805 }, hour);
  const later = request({ sent: 5200, received: 5205 }, hour);
  assert.equal(aborted.includes(soon), true);
  assert.equal(aborted.includes(later), false);
});

test("without a date only requests that have arrived are aborted", () => {
  const clocks = createClocks();
  const aborted = clocks.moment(2);
  const failing = request({ sent: -100, received: -95 });
  failing.header.date = "";
  clocks.note(failing);
  aborted.now();
  assert.equal(aborted.includes(failing), true);
  const next = request({ sent: 1, received: 5 });
  assert.equal(aborted.includes(next), false);
});

test("between two programs on one computer, milliseconds decide", () => {
  const clocks = createClocks();
  const stopped = clocks.moment();
  clocks.note(request({ sent: -100, received: -95 }));
  stopped.now();
  assert.equal(stopped.includes(request({ sent: -5, received: 3 })), true);
  assert.equal(stopped.includes(request({ sent: 5, received: 8 })), false);
});
