import { attributeResource } from "./attribute-resource.ts";
import { redriveAllowPolicyTable } from "./redrive-allow-policy.table.ts";

export const redriveAllowPolicy = attributeResource(
  redriveAllowPolicyTable,
  "redriveAllowPolicy",
  "RedriveAllowPolicy",
);
