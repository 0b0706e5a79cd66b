import type { TypeTable } from "../../table.ts";
import { arn, flag, integer, json, nameOrPrefix, output, source, string, tagging } from "../fields.ts";

const nameText = { pattern: /^[\w+=,.@-]*$/, maxLength: 64 };

export const roleTable: TypeTable = {
  token: "aws:iam/role:Role",
  source: source("iam", "role"),
  properties: {
    assumeRolePolicy: { ...json, required: true },
    description: { ...string, maxLength: 1000, pattern: /^[^“‘]*$/ },
    forceDetachPolicies: { ...flag, default: false },
    inlinePolicies: {
      type: "list",
      unordered: true,
      computed: true,
      items: {
        type: "object",
        properties: { name: { ...string, ...nameText, minLength: 1, maxLength: 128 }, policy: json },
      },
    },
    managedPolicyArns: { type: "list", unordered: true, computed: true, items: arn },
    maxSessionDuration: { ...integer, default: 3600, min: 3600, max: 43_200 },
    ...nameOrPrefix(nameText, { ...nameText, maxLength: 38 }),
    path: { ...string, default: "/", forceNew: true, maxLength: 512 },
    permissionsBoundary: arn,
    ...tagging,
    arn: output,
    createDate: output,
    uniqueId: output,
  },
};
