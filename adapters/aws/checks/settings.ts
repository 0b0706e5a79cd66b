import type { Problem } from "../../../model/errors.ts";
import type { Deployment } from "../../contract.ts";
import { problem } from "../../shared/problem.ts";

const FORMS: Readonly<Record<string, { pattern: RegExp; what: string; example: string }>> = {
  profile: { pattern: /^\S+$/, what: "the name of a profile", example: "work" },
  account: { pattern: /^\d{12}$/, what: "an account of twelve digits, as text", example: "123456789012" },
  role: {
    pattern: /^arn:[\w-]+:iam::\d{12}:role\/.+$/,
    what: "the ARN of a role",
    example: "arn:aws:iam::123456789012:role/deploy",
  },
};

/** Settings of the `aws` target in a stack file. */
export function checkSettings({ settings }: Deployment): Problem[] {
  return Object.entries(FORMS).flatMap(([name, { pattern, what, example }]) => {
    const value = settings[name];
    if (value === undefined || (typeof value === "string" && pattern.test(value))) return [];
    const message = `${JSON.stringify(value)} is not ${what}.`;
    return [problem("bad-setting", ["settings", name], message, `Write for example ${name}: "${example}".`)];
  });
}
