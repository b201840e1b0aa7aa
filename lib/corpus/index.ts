export { type Corpus, type CorpusDocument } from "./catalog";
export { loadCorpus, type CorpusRequest, type FileRequest } from "./load";
export {
  tinyTalesEntropy,
  tinyTalesLogProbability,
  tinyTalesStory,
  type TinyTalesRequest,
} from "./tiny-tales";
export { type Story } from "./tales";
export { type StoryStatistics } from "./story-statistics";
