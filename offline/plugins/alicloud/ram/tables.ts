import type { TypeTable } from "../../table.ts";
import {
  flag,
  integer,
  name,
  objectList,
  output,
  source,
  string,
  stringList,
  stringMap,
  stringSet,
} from "../fields.ts";

const older = { superseded: true } as const;

export const roleTable: TypeTable = {
  token: "alicloud:ram/role:Role",
  source: source("ram_role"),
  properties: {
    arn: output,
    assumeRolePolicyDocument: {
      ...string,
      computed: true,
      json: true,
      conflictsWith: ["document", "version", "ramUsers", "services"],
    },
    createTime: output,
    description: string,
    document: {
      ...older,
      ...string,
      computed: true,
      json: true,
      conflictsWith: ["assumeRolePolicyDocument", "version", "ramUsers", "services"],
    },
    force: flag,
    maxSessionDuration: { ...integer, computed: true },
    name: { ...older, ...string, forceNew: true, computed: true, conflictsWith: ["roleName"] },
    ramUsers: { ...older, ...stringSet, computed: true, conflictsWith: ["assumeRolePolicyDocument", "document"] },
    roleId: output,
    roleName: { ...string, forceNew: true, computed: true, conflictsWith: ["name"] },
    services: { ...older, ...stringSet, computed: true, conflictsWith: ["assumeRolePolicyDocument", "document"] },
    tags: stringMap,
    version: {
      ...older,
      ...string,
      default: "1",
      enum: ["1"],
      conflictsWith: ["assumeRolePolicyDocument", "document"],
    },
  },
};

export const policyTable: TypeTable = {
  token: "alicloud:ram/policy:Policy",
  source: source("ram_policy"),
  properties: {
    attachmentCount: { ...integer, output: true },
    createTime: output,
    defaultVersion: output,
    description: string,
    document: {
      ...older,
      ...string,
      computed: true,
      json: true,
      conflictsWith: ["policyDocument", "version", "statements"],
    },
    force: flag,
    name: { ...older, ...string, forceNew: true, computed: true, conflictsWith: ["policyName"] },
    policyDocument: { ...string, computed: true, json: true, conflictsWith: ["document", "version", "statements"] },
    policyName: { ...string, forceNew: true, computed: true, conflictsWith: ["name"] },
    rotateStrategy: { ...string, enum: ["None", "DeleteOldestNonDefaultVersionWhenLimitExceeded"] },
    statements: objectList(
      {
        actions: { ...stringList, required: true },
        effect: { ...string, required: true, enum: ["Allow", "Deny"] },
        resources: { ...stringList, required: true },
      },
      { ...older, computed: true, conflictsWith: ["document"], unordered: true },
    ),
    tags: stringMap,
    type: output,
    version: { ...older, ...string, default: "1", enum: ["1"], conflictsWith: ["document"] },
    versionId: output,
  },
};

export const rolePolicyAttachmentTable: TypeTable = {
  token: "alicloud:ram/rolePolicyAttachment:RolePolicyAttachment",
  source: source("ram_role_policy_attachment"),
  properties: {
    policyName: name,
    policyType: { ...string, required: true, forceNew: true, enum: ["System", "Custom"] },
    roleName: name,
  },
};
