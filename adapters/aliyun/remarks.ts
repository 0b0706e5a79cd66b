import type { Remark } from "../../model/remarks.ts";
import type { ResolvedApp } from "../../model/resolve.ts";
import { formatDuration } from "../../model/units.ts";
import { keyOverrideRemarks } from "../shared/checks/key-overrides.ts";
import { untoldBusTriggers } from "./checks/untold.ts";
import { STATEMENT_TARGETS } from "./statements.ts";
import { MAX_RETENTION } from "./triggers/limits.ts";

/** Remarks on settings that Aliyun allows and that are probably wrong. */
export const remarksOn = (app: ResolvedApp): Remark[] => [
  ...shorterRetentions(app),
  ...untoldBusTriggers(app),
  ...keyOverrideRemarks({ overrides: STATEMENT_TARGETS, names: KEY_INPUTS }, app),
];

/** Inputs of resources that name a customer's key. */
const KEY_INPUTS: ReadonlySet<string> = new Set([
  "cmkKeyId",
  "encryptionKeyId",
  "keyId",
  "kmsKeyId",
  "kmsMasterKeyId",
  "sseKeyId",
]);

const shorterRetentions = (app: ResolvedApp): Remark[] =>
  [...app.resources.values()].flatMap((resource): Remark[] => {
    if (resource.kind !== "queue" || resource.spec.existing !== undefined) return [];
    if (resource.spec.retention <= MAX_RETENTION) return [];
    return [
      {
        code: "shorter-retention",
        path: ["resources", resource.name, "retention"],
        message: `MNS keeps a message for ${formatDuration(MAX_RETENTION)} at most, not for ${formatDuration(resource.spec.retention)}.`,
        remedy: `Set retention to "${formatDuration(MAX_RETENTION)}" or less, or silence this remark if that is enough there.`,
      },
    ];
  });
