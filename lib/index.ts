export * from "./core";
export * from "./notebook/display";
export * from "./notebook/interrupt";
export * from "./corpus";
