import os from "node:os";

/**
 * Takes from JavaScript what Node's permission model leaves open: signals to
 * other processes, the network (before Node 25), and the end of the process.
 */
export function lock(): void {
  const refuse = (name: string) => (): never => {
    throw new Error(`A cell that is graded must not use ${name}.`);
  };
  for (const name of [
    ..."exit reallyExit abort kill _kill _debugProcess _debugEnd".split(" "),
    ..."binding _linkedBinding dlopen getBuiltinModule".split(" "),
    ..."chdir umask execve setuid setgid seteuid setegid setgroups".split(" "),
  ])
    replace(process, name, refuse(`process.${name}`));
  for (const name of ["mainModule", "report"])
    replace(process, name, undefined);
  for (const name of ["fetch", "WebSocket", "EventSource"])
    replace(globalThis, name, refuse(name));
  replace(os, "setPriority", refuse("os.setPriority"));
}

function replace(owner: object, name: string, value: unknown): void {
  if (!(name in owner)) return;
  Object.defineProperty(owner, name, { value, writable: false });
}
