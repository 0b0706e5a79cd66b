import type { Property } from "../../table.ts";
import { known, string } from "../fields.ts";

/** https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/lambda/validate.go */

/** A function's name or ARN, with or without a qualifier. */
export const functionName: Property = {
  ...string,
  minLength: 1,
  maxLength: 140,
  pattern:
    /^(arn:[\w-]+:lambda:)?([a-z]{2}-(?:[a-z]+-){1,2}\d:)?(\d{12}:)?(function:)?([0-9A-Za-z_-]+)(:(\$LATEST|[0-9A-Za-z_-]+))?$/,
};

/** A function by name or by ARN, which are equivalent. */
export const functionReference: Property = {
  ...string,
  equivalent: (old, wanted) => old === bareName(wanted) || bareName(old) === wanted,
};

export const qualifier: Property = { ...string, minLength: 1, maxLength: 128, pattern: /^[0-9A-Za-z_$-]+$/ };
export const statementId: Property = { ...string, minLength: 1, maxLength: 100, pattern: /^[0-9A-Za-z_-]+$/ };
export const architecture: Property = { ...string, enum: ["x86_64", "arm64"] };

/**
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html, with the retired ones that the provider accepts.
 */
export const runtime: Property = {
  ...string,
  enum: [
    ...["nodejs", "nodejs4.3", "nodejs4.3-edge", "nodejs6.10", "nodejs8.10", "nodejs10.x", "nodejs12.x", "nodejs14.x"],
    ...["nodejs16.x", "nodejs18.x", "nodejs20.x", "nodejs22.x", "nodejs24.x"],
    ...["java8", "java8.al2", "java11", "java17", "java21", "java25"],
    ...["python2.7", "python3.6", "python3.7", "python3.8", "python3.9", "python3.10", "python3.11", "python3.12"],
    ...["python3.13", "python3.14", "dotnetcore1.0", "dotnetcore2.0", "dotnetcore2.1", "dotnetcore3.1"],
    ...["dotnet6", "dotnet8", "dotnet10", "go1.x", "ruby2.5", "ruby2.7", "ruby3.2", "ruby3.3", "ruby3.4"],
    ...["provided", "provided.al2", "provided.al2023"],
  ],
};

/** The function's name has at most 64 characters in every format. */
export function nameLength(value: unknown, property: string): string | undefined {
  const name = bareName(known(value));
  if (name === undefined || name.length <= 64) return undefined;
  return `${property} names the function "${name}", which has ${name.length} characters where 64 are allowed.`;
}

/** The function's name in a name or ARN. */
export function bareName(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  return /^(?:arn:[\w-]+:lambda:[\w-]+:\d{12}:|\d{12}:)?(?:function:)?([\w-]+)(?::[\w$-]+)?$/.exec(value)?.[1];
}

/** The qualifier at the end of the ARN of a version or an alias. */
export function qualifierOf(arn: string): string | undefined {
  return /:function:[\w-]+:([\w$-]+)$/.exec(arn)?.[1];
}

/** Name and ARN are equivalent: the given one is kept, so that it does not look changed. */
export function sameFunction(given: string | undefined, read: string | undefined): string | undefined {
  return given !== undefined && bareName(given) === bareName(read) ? given : read;
}
