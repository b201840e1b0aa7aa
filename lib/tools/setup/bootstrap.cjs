"use strict";
// Entry point of every npm command: `bootstrap.cjs COMMAND [...]`. It runs on
// any version of Node, before anything is installed, so it uses only old
// JavaScript until the version is known.
var running = process.versions.node.split(".").map(Number);

if (running[0] < 20 || (running[0] === 20 && running[1] < 19)) {
  console.error(
    "FAILED  Node\n" +
      "        cause: this course needs Node 20.19 or newer; this is Node " +
      process.versions.node +
      "\n               (" +
      process.execPath +
      ").\n" +
      "        cure:  install Node 24 from https://nodejs.org, or with a\n" +
      "               version manager (`nvm install 24`), open a new\n" +
      "               terminal and run this again.",
  );
  process.exit(1);
}

void require("./setup.cjs")
  .command(process.argv.slice(2))
  .then(
    /** @param {number} code */
    function (code) {
      process.exitCode = code;
    },
  );
