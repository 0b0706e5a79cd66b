import type { ConformanceCase } from "../case.ts";
import { batchCases } from "./batches.ts";
import { callCases } from "./calls.ts";
import { deployedCases } from "./deployed.ts";
import { eventCases } from "./events.ts";
import { failureCases } from "./failures.ts";
import { httpCases } from "./http.ts";
import { keyCases } from "./keys.ts";
import { limitCases } from "./limits.ts";
import { messageCases } from "./messages.ts";
import { orderedCases } from "./ordered.ts";
import { queueCases } from "./queue.ts";
import { responseCases } from "./responses.ts";
import { scheduleCases } from "./schedule.ts";
import { securityCases } from "./security.ts";
import { tableCases } from "./tables.ts";
import { triggerNameCases } from "./trigger-names.ts";
import { valueCases } from "./values.ts";

/** Every case, in the order in which they run. */
export const cases: readonly ConformanceCase[] = [
  ...callCases,
  ...queueCases,
  ...eventCases,
  ...messageCases,
  ...httpCases,
  ...responseCases,
  ...failureCases,
  ...securityCases,
  ...keyCases,
  ...orderedCases,
  ...tableCases,
  ...valueCases,
  ...batchCases,
  ...triggerNameCases,
  ...deployedCases,
  ...limitCases,
  ...scheduleCases,
];
