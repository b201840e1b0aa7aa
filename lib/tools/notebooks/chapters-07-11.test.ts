import { testChapters } from "../../testing/run-chapters";

testChapters(7, 11);
