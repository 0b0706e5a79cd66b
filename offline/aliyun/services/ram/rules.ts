import { ApiError } from "../../core/error.ts";
import { param } from "../../core/rpc.ts";
import { PolicyError, parsePermissions, parseTrust } from "../../security/policy.ts";

/** Names and limits. https://www.alibabacloud.com/help/en/ram/product-overview/limits */
export const roleName = param.name("RoleName", /^[A-Za-z0-9.-]+$/, 64);
export const userName = param.name("UserName", /^[A-Za-z0-9.@_-]+$/, 64);
export const groupName = param.name("GroupName", /^[A-Za-z0-9-]+$/, 64);
export const policyName = param.name("PolicyName", /^[A-Za-z0-9-]+$/, 128);
export const policyType = param.choice("System", "Custom");
export const description = param.text(1024).default("");
export const comments = param.text(1024).default("");
export const maxItems = param.integer(1, 1000).default(100);
export const marker = param.text().optional();
export const sessionDuration = param.integer(3600, 43_200);

/** Characters of a policy and of a role's trust policy. */
const LONGEST_POLICY = 6144;
const LONGEST_TRUST = 4096;

export const policyDocument = param.text();

/** @throws ApiError for a text that is no policy. */
export const checkPolicy = (text: string): string => check("PolicyDocument", text, LONGEST_POLICY, parsePermissions);

/** @throws ApiError for a text that is no trust policy. */
export const checkTrust = (text: string): string => check("AssumeRolePolicyDocument", text, LONGEST_TRUST, parseTrust);

function check(name: string, text: string, most: number, parse: (text: string) => unknown): string {
  if (text.length > most) {
    throw new ApiError(
      400,
      `InvalidParameter.${name}.Length`,
      `${name} has ${text.length} characters; ${most} are allowed.`,
    );
  }
  try {
    parse(text);
    return text;
  } catch (error) {
    if (error instanceof PolicyError) throw new ApiError(400, "MalformedPolicyDocument", error.message);
    throw error;
  }
}
