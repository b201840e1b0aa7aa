export { type Corpus, type CorpusDocument } from "./catalog";
export { loadCorpus, type CorpusRequest, type FileRequest } from "./load";
