import { testChapters } from "../../testing/chapters/run-chapters";

// In several files, so that several processes share the work.
testChapters(0, 6);
