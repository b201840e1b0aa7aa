import { testChapters } from "../../testing/chapters/run-chapters";

testChapters(12, 14);
