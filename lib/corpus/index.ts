export { type Corpus, type CorpusDocument } from "./catalog";
export { loadCorpus, type CorpusRequest, type FileRequest } from "./load";
export {
  tinyTalesEntropy,
  tinyTalesLogProbability,
  tinyTalesStory,
  type TinyTalesRequest,
} from "./tiny-tales";
export { type Story, type StoryStatistics } from "./tales";
