import { emulated, native, unsupported } from "../../../adapters/shared/verdicts.ts";
import { featureTitles, type SupportTable, type Verdict } from "../../../model/features.ts";

/**
 * Features that the cloud lacks or emulates. A real adapter writes a line for every feature, as `adapters/aws` does.
 */
const different: Readonly<Record<string, Verdict>> = {
  "http.streaming": unsupported("Remove streaming: responses are sent when they are complete."),
  "function.alias.weights": unsupported("Remove weights: every call goes to one version."),
  "queue.partialFailures": emulated("Messages are delivered one by one."),
};

export const support = Object.fromEntries(
  Object.keys(featureTitles).map((feature) => [feature, different[feature] ?? native]),
) as SupportTable;
