import { testChapters } from "./run-chapters";

testChapters(7, 11);
