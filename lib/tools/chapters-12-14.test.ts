import { testChapters } from "./run-chapters";

testChapters(12, 14);
