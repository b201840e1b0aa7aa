export { type ResumeOptions, resumeRun, saveRun } from "./checkpoint";
export { type Checkpoint, findCheckpoint } from "./checkpoint-folder";
export { loadModel, saveModel } from "./model-file";
export * from "./safetensors";
export { type Gpt2, loadGpt2, saveGpt2 } from "./gpt2";
export { type CheckpointOptions, train, type TrainOptions } from "./train";
export { loadTokenizer, saveTokenizer } from "./tokenizer-file";
