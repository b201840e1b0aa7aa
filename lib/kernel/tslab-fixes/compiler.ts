/**
 * Gives tslab 1.0.22 a compiler with our fixes. tslab binds its compiler when
 * it is loaded, so this file must be loaded first, see tslab.ts.
 */
import type * as TypeScript from "typescript";

import { replaceInTslab, ts } from "../typescript";
import { keepEsModule } from "./es-module";
import { LIBRARIES, withNewestLib } from "./newest-lib";
import { patientTimers } from "./rebuild-timer";
import { SOURCE_MAP_OPTIONS } from "./source-maps";

type CreateHost = typeof TypeScript.createWatchCompilerHost;

const createWatchCompilerHost = ((
  rootNames: string[],
  options: TypeScript.CompilerOptions,
  system: TypeScript.System,
  ...rest: never[]
) => {
  const create = ts.createWatchCompilerHost as (
    ...args: unknown[]
  ) => ReturnType<CreateHost>;
  const fixedOptions = { ...options, ...SOURCE_MAP_OPTIONS, lib: LIBRARIES };
  // An object that inherits from tslab's, whose methods may still change.
  const fixedSystem = Object.assign(
    Object.create(system) as TypeScript.System,
    patientTimers(system),
    withNewestLib(system),
  );
  return create(rootNames, fixedOptions, fixedSystem, ...rest);
}) as CreateHost;

replaceInTslab({ createWatchCompilerHost, transpileModule: keepEsModule });
