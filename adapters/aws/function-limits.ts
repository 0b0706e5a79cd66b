import type { FunctionLimits } from "../contract.ts";

/**
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html. Packages are sent to Lambda directly, not
 * through a bucket.
 */
export const limits: FunctionLimits = {
  zipped: 50 * 1024 * 1024,
  unzipped: 250 * 1024 * 1024,
  layers: 5,
  environment: 4096,
};
