import type { TypeTable } from "../../table.ts";
import { flag, integer, name, objectList, output, source, text, textList, textMap, textSet } from "../fields.ts";

const older = { superseded: true } as const;

export const roleTable: TypeTable = {
  token: "alicloud:ram/role:Role",
  source: source("ram_role"),
  properties: {
    arn: output,
    assumeRolePolicyDocument: {
      ...text,
      computed: true,
      json: true,
      conflictsWith: ["document", "version", "ramUsers", "services"],
    },
    createTime: output,
    description: text,
    document: {
      ...older,
      ...text,
      computed: true,
      json: true,
      conflictsWith: ["assumeRolePolicyDocument", "version", "ramUsers", "services"],
    },
    force: flag,
    maxSessionDuration: { ...integer, computed: true },
    name: { ...older, ...text, forceNew: true, computed: true, conflictsWith: ["roleName"] },
    ramUsers: { ...older, ...textSet, computed: true, conflictsWith: ["assumeRolePolicyDocument", "document"] },
    roleId: output,
    roleName: { ...text, forceNew: true, computed: true, conflictsWith: ["name"] },
    services: { ...older, ...textSet, computed: true, conflictsWith: ["assumeRolePolicyDocument", "document"] },
    tags: textMap,
    version: { ...older, ...text, default: "1", enum: ["1"], conflictsWith: ["assumeRolePolicyDocument", "document"] },
  },
};

export const policyTable: TypeTable = {
  token: "alicloud:ram/policy:Policy",
  source: source("ram_policy"),
  properties: {
    attachmentCount: { ...integer, output: true },
    createTime: output,
    defaultVersion: output,
    description: text,
    document: {
      ...older,
      ...text,
      computed: true,
      json: true,
      conflictsWith: ["policyDocument", "version", "statements"],
    },
    force: flag,
    name: { ...older, ...text, forceNew: true, computed: true, conflictsWith: ["policyName"] },
    policyDocument: { ...text, computed: true, json: true, conflictsWith: ["document", "version", "statements"] },
    policyName: { ...text, forceNew: true, computed: true, conflictsWith: ["name"] },
    rotateStrategy: { ...text, enum: ["None", "DeleteOldestNonDefaultVersionWhenLimitExceeded"] },
    statements: objectList(
      {
        actions: { ...textList, required: true },
        effect: { ...text, required: true, enum: ["Allow", "Deny"] },
        resources: { ...textList, required: true },
      },
      { ...older, computed: true, conflictsWith: ["document"], unordered: true },
    ),
    tags: textMap,
    type: output,
    version: { ...older, ...text, default: "1", enum: ["1"], conflictsWith: ["document"] },
    versionId: output,
  },
};

export const rolePolicyAttachmentTable: TypeTable = {
  token: "alicloud:ram/rolePolicyAttachment:RolePolicyAttachment",
  source: source("ram_role_policy_attachment"),
  properties: {
    policyName: name,
    policyType: { ...text, required: true, forceNew: true, enum: ["System", "Custom"] },
    roleName: name,
  },
};
