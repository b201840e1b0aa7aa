import assert from "node:assert/strict";
import { test } from "node:test";

import { patientTimers } from "./rebuild-timer";

/** Timers like tslab's: one at a time; a second one throws. */
function oneTimer(): {
  set: (callback: () => void) => object;
  run: () => void;
  isSet: () => boolean;
} {
  let timer: { callback: () => void } | undefined;
  return {
    set: (callback) => {
      if (timer) throw new Error("Unexpected pending timer");
      timer = { callback };
      return timer;
    },
    run: () => {
      timer?.callback();
      timer = undefined;
    },
    isSet: () => timer !== undefined,
  };
}

test("one timer of tslab runs several timers of the compiler", () => {
  const one = oneTimer();
  const { setTimeout, clearTimeout } = patientTimers({ setTimeout: one.set });
  const ran: string[] = [];
  const note = (name: string) => () => ran.push(name);
  setTimeout?.(note("a"), 250);
  const dropped: unknown = setTimeout?.(note("b"), 250);
  setTimeout?.(() => {
    ran.push("c");
    setTimeout(note("d"), 250);
  }, 250);
  clearTimeout?.(dropped);
  one.run();
  assert.deepEqual(ran, ["a", "c", "d"]);
  assert.equal(one.isSet(), false);
  setTimeout?.(note("e"), 250);
  one.run();
  assert.deepEqual(ran, ["a", "c", "d", "e"]);
});

test("a timer that fails does not keep the others from running", () => {
  const one = oneTimer();
  const { setTimeout } = patientTimers({ setTimeout: one.set });
  let runs = 0;
  setTimeout?.(() => {
    throw new Error("no");
  }, 250);
  setTimeout?.(() => (runs += 1), 250);
  assert.throws(() => one.run(), /no/);
  setTimeout?.(() => (runs += 1), 250);
  one.run();
  assert.equal(runs, 2);
});
