import type { ConformanceCase } from "../case.ts";
import { callCases } from "./calls.ts";
import { eventCases } from "./events.ts";
import { httpCases } from "./http.ts";
import { queueCases } from "./queue.ts";
import { streamCases } from "./streams.ts";

/** Every case, in the order in which they run. */
export const cases: readonly ConformanceCase[] = [
  ...callCases,
  ...queueCases,
  ...eventCases,
  ...httpCases,
  ...streamCases,
];
