import { testChapters } from "../../testing/chapters/run-chapters";

testChapters(7, 11);
