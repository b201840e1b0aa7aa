export * from "./checkpoint";
export { loadModel, loadTokenizer, saveModel } from "./model-file";
export * from "./safetensors";
export { type Gpt2, loadGpt2, saveGpt2 } from "./gpt2";
