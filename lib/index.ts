export * from "./core";
export * from "./notebook";
export * from "./corpus";
export * from "./files";
export * from "./exercises";
export * from "./fast";
