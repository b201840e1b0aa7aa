export { type Corpus, type CorpusDocument } from "./catalog";
export { loadCorpus, type CorpusRequest, type FileRequest } from "./load";
export {
  readTinyTale,
  type TalesName,
  tinyTalesEntropy,
  tinyTalesLogProbability,
  tinyTalesStory,
  type TinyTalesRequest,
} from "./tiny-tales";
export {
  loadResults,
  resultModel,
  type ResultRun,
  type Results,
} from "./results";
export { type StoryFault, type StoryReading } from "./read-story";
export { suggestSizes, type SuggestedSizes } from "./suggest-sizes";
export { type Story } from "./tales";
export { type StoryStatistics } from "./story-statistics";
