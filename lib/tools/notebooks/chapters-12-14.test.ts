import { testChapters } from "../../testing/run-chapters";

testChapters(12, 14);
