import assert from "node:assert/strict";
import { setImmediate as turn } from "node:timers/promises";
import { test } from "node:test";
import { Script } from "node:vm";

import { Outbox } from "./outbox";

/**
 * A socket that behaves like zeromq's: it rejects a message while it writes
 * another.
 */
function slowSocket() {
  const written: string[] = [];
  let finish: (() => void) | undefined;
  return {
    written,
    finish: () => finish?.(),
    send(frames: (string | Buffer)[]): Promise<void> {
      if (finish) {
        const busy = new Error("Socket is busy writing");
        throw Object.assign(busy, { code: "EBUSY" });
      }
      return new Promise((resolve) => {
        finish = () => {
          finish = undefined;
          written.push(frames.join(""));
          resolve();
        };
      });
    },
  };
}

test("messages to a slow receiver wait, and keep their order", async () => {
  const socket = slowSocket();
  const outbox = new Outbox(socket);
  for (const text of ["a", "b", "c", "d"]) outbox.send([text]);
  for (let i = 0; i < 10; i++) {
    socket.finish();
    await turn();
    await turn();
  }
  assert.deepEqual(socket.written, ["a", "b", "c", "d"]);
});

test("a message is sent at once while the receiver keeps up", () => {
  const sent: string[] = [];
  const outbox = new Outbox({
    send(frames) {
      sent.push(frames.join(""));
      return Promise.resolve();
    },
  });
  outbox.send(["a"]);
  outbox.send(["b"]);
  assert.deepEqual(sent, ["a", "b"]);
});

test("a message to a closed socket is dropped, since no client is left", () => {
  const outbox = new Outbox({
    send() {
      const closed = new Error("Socket is closed");
      throw Object.assign(closed, { code: "EBADF" });
    },
  });
  outbox.send(["a timer still prints while the kernel shuts down"]);
});

test("an error that zeromq does not explain is not hidden", () => {
  const outbox = new Outbox({
    send: () => {
      throw new Error("closed");
    },
  });
  assert.throws(() => outbox.send(["a"]), { message: "closed" });
});

test("an interrupt while a message is being sent does not stop the next", () => {
  const sent: string[] = [];
  let endless = true;
  const outbox = new Outbox({
    send(frames) {
      while (endless);
      sent.push(frames.join(""));
      return Promise.resolve();
    },
  });
  // like an interrupt: the code ends here, and no `finally` runs
  Object.assign(globalThis, { print: () => outbox.send(["a"]) });
  const script = new Script("print()");
  assert.throws(() => script.runInThisContext({ timeout: 20 }), /timed out/);
  endless = false;
  outbox.send(["b"]);
  outbox.send(["c"]);
  assert.deepEqual(sent, ["b", "c"]);
});
