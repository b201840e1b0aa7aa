export * from "./core";
export * from "./notebook";
export * from "./corpus";
export * from "./exercises";
export * from "./fast";
