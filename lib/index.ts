export * from "./core";
export { inNotebook, show } from "./notebook/display";
export type { DisplayHandle, ShowOptions } from "./notebook/display";
export * from "./notebook/interrupt";
export * from "./corpus";
export * from "./exercises";
