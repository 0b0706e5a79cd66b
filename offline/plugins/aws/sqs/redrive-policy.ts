import { attributeResource } from "./attribute-resource.ts";
import { redrivePolicyTable } from "./redrive-policy.table.ts";

export const redrivePolicy = attributeResource(redrivePolicyTable, "redrivePolicy", "RedrivePolicy");
