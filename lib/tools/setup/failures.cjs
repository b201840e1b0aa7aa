"use strict";
// Failures of the set-up, as messages with a cause and a cure.

/**
 * @typedef {object} Trouble why something is not ready
 * @property {string} cause what is wrong, in plain words
 * @property {string} cure what to do about it
 */

/** @template T @typedef {T | Promise<T>} MaybeLater */

/**
 * @typedef {object} Part one part of the set-up
 * @property {string} title what set-up and doctor call it
 * @property {string} making the line that set-up prints before it makes the part
 * @property {(root: string) => Trouble | undefined} look returns why the
 *   part is not ready, or `undefined`
 * @property {(root: string) => MaybeLater<Trouble | undefined>} make makes
 *   the part, and returns what went wrong
 * @property {Part[]} needs parts that must be ready before this one is made
 */

/** The usual cure. */
const AGAIN = "run `npm run setup`.";

/** @type {[RegExp, string, string][]} */
const KNOWN = [
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|network (?:timeout|request)|name resolution|getaddrinfo failed|NewConnectionError|ConnectTimeoutError|ReadTimeoutError|ProxyError|Network is unreachable|Failed to establish a new connection|from versions: none/i,
    "the package registry could not be reached: this machine is offline, or a proxy or firewall is in between.",
    "check the connection; behind a proxy set HTTPS_PROXY; then run this again.",
  ],
  [
    /SELF_SIGNED_CERT|UNABLE_TO_GET_ISSUER_CERT|UNABLE_TO_VERIFY_LEAF|CERTIFICATE_VERIFY_FAILED|unable to get local issuer/i,
    "the registry's certificate is not trusted, which is usual behind a proxy that inspects traffic.",
    "set NODE_EXTRA_CA_CERTS and PIP_CERT to your organization's certificate file, then run this again.",
  ],
  [
    /ENOSPC|No space left on device|not enough space on the disk/i,
    "the disk is full.",
    "free about 2 GB, then run this again.",
  ],
  [
    /EACCES|EPERM|EROFS|Permission denied|Read-only file system|Access is denied/i,
    "no permission to write into this folder: its files belong to another user, or a program has them open.",
    "close other programs that use this folder; on Linux and macOS run `sudo chown -R $(id -u) .` in it, or clone again into a folder of your own; then run this again.",
  ],
];

/**
 * Finds cause and cure in what a failed program printed.
 * @param {string} output what it printed
 * @param {string} program its name
 * @param {string} [log] where all of its output was kept
 * @returns {Trouble} the known cause, or else its last lines
 */
function explain(output, program, log) {
  for (const [pattern, cause, cure] of KNOWN) {
    if (!pattern.test(output)) continue;
    return { cause, cure: log ? `${cure} Log: ${log}` : cure };
  }
  const lines = output.split(/\r?\n/).filter((line) => line.trim() !== "");
  const telling = lines.filter((line) => /error/i.test(line)).slice(0, 3);
  const said = (telling.length > 0 ? telling : lines.slice(-3)).join("\n");
  return {
    cause: `${program} failed and said:\n${said}`,
    cure: log
      ? `read the log ${log}, fix what it names, then run this again.`
      : "fix what it names, then run this again.",
  };
}

/**
 * Writes a trouble as set-up and doctor print it.
 * @param {string} title the part
 * @param {Trouble} trouble what is wrong with it
 * @returns {string} the lines
 */
function describeTrouble(title, { cause, cure }) {
  const indent = "\n               ";
  return [
    `FAILED  ${title}`,
    `        cause: ${cause.split("\n").join(indent)}`,
    `        cure:  ${cure.split("\n").join(indent)}`,
  ].join("\n");
}

module.exports = { AGAIN, describeTrouble, explain };
