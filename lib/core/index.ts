export * from "./display";
export * from "./random";
export * from "./tensor";
export * from "./history";
