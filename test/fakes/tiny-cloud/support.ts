import { featureTitles, type SupportTable, type Verdict } from "../../../model/features.ts";

/** What the cloud can't do, or does in its own way. A real adapter writes a line for every feature, as `adapters/aws` does. */
const different: Readonly<Record<string, Verdict>> = {
  "http.streaming": { support: "unsupported", remedy: "Remove streaming: responses are sent when they are complete." },
  "function.alias.weights": { support: "unsupported", remedy: "Remove weights: every call goes to one version." },
  "queue.partialFailures": { support: "emulated", how: "Messages are delivered one by one." },
};

export const support = Object.fromEntries(
  Object.keys(featureTitles).map((feature) => [feature, different[feature] ?? { support: "native" }]),
) as SupportTable;
