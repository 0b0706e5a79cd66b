import type { FunctionLimits } from "../contract.ts";

/**
 * https://www.alibabacloud.com/help/en/functioncompute/fc/product-overview/limits. Packages go through a bucket (see
 * docs/decisions/016), for which FC takes 500 MB, in some regions 100 MB. It names no limit for unpacked files.
 */
export const limits: FunctionLimits = {
  zipped: 500 * 1024 * 1024,
  zippedInSomeRegions: 100 * 1024 * 1024,
  layers: 5,
  environment: 4096,
};
