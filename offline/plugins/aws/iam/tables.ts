import type { TypeTable } from "../../table.ts";
import { arn, integer, json, nameOrPrefix, output, source, string, tagging } from "../fields.ts";

const nameText = { pattern: /^[\w+=,.@-]*$/, maxLength: 128 };
/** Maximum length of a name prefix, which gets a random suffix. */
const prefixText = { ...nameText, maxLength: 102 };

export const rolePolicyTable: TypeTable = {
  token: "aws:iam/rolePolicy:RolePolicy",
  source: source("iam", "role_policy"),
  properties: {
    ...nameOrPrefix(nameText, prefixText),
    policy: { ...json, required: true },
    role: { ...string, required: true, forceNew: true },
  },
  rules: [({ policy }) => policySize(policy, 10_240, "role's inline policies together")],
};

export const rolePolicyAttachmentTable: TypeTable = {
  token: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  source: source("iam", "role_policy_attachment"),
  properties: {
    policyArn: { ...arn, required: true, forceNew: true },
    role: { ...string, required: true, forceNew: true },
  },
};

export const policyTable: TypeTable = {
  token: "aws:iam/policy:Policy",
  source: source("iam", "policy"),
  properties: {
    arn: output,
    attachmentCount: { ...integer, output: true },
    delayAfterPolicyCreationInMs: integer,
    description: { ...string, forceNew: true, maxLength: 1000 },
    ...nameOrPrefix(nameText, prefixText),
    path: { ...string, default: "/", forceNew: true },
    policy: { ...json, required: true },
    policyId: output,
    ...tagging,
  },
  rules: [({ policy }) => policySize(policy, 6144, "managed policy")],
};

/** IAM counts characters without white space. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
function policySize(policy: unknown, limit: number, what: string): string | undefined {
  if (typeof policy !== "string") return undefined;
  const size = policy.replace(/\s/g, "").length;
  return size > limit ? `policy has ${size} characters, but a ${what} may have ${limit}.` : undefined;
}
