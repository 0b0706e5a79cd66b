import type { Property, TypeTable } from "../../table.ts";
import { flag, integer, json, nameOrPrefix, output, region, source, string, tagging } from "../fields.ts";

const secretName = { pattern: /^[0-9A-Za-z/_+=.@-]+$/, maxLength: 512 };

/** The provider appends 26 characters to a prefix. */
const secretNamePrefix = { ...secretName, maxLength: 486 };

const replica: Property = {
  type: "object",
  properties: {
    kmsKeyId: { ...string, computed: true },
    lastAccessedDate: output,
    region: { ...string, required: true },
    status: output,
    statusMessage: output,
  },
};

export const secretTable: TypeTable = {
  token: "aws:secretsmanager/secret:Secret",
  source: source("secretsmanager", "secret"),
  properties: {
    arn: output,
    description: string,
    forceOverwriteReplicaSecret: { ...flag, default: false },
    kmsKeyId: string,
    ...nameOrPrefix(secretName, secretNamePrefix),
    policy: { ...json, computed: true },
    /** Days; 0 deletes at once. */
    recoveryWindowInDays: { ...integer, default: 30, min: 0, max: 30 },
    region,
    replicas: { type: "list", unordered: true, computed: true, items: replica },
    ...tagging,
    type: { ...string, forceNew: true },
  },
  rules: [
    ({ recoveryWindowInDays: days }) =>
      typeof days === "number" && days > 0 && days < 7
        ? `recoveryWindowInDays is ${days}, but must be 0 (delete at once) or from 7 to 30.`
        : undefined,
  ],
};
