export * from "./core";
export * from "./notebook";
export * from "./corpus";
export * from "./exchange";
export * from "./exercises";
export * from "./fast";
