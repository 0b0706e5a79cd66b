import { attributeResource } from "./attribute-resource.ts";
import { queuePolicyTable } from "./queue-policy.table.ts";

export const queuePolicy = attributeResource(queuePolicyTable, "policy", "Policy");
