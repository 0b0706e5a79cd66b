import type { Problem } from "../../../model/errors.ts";
import { type TagRule, tagProblems } from "../../shared/checks/tags.ts";
import type { Checked } from "../../shared/problem.ts";

/** https://www.alibabacloud.com/help/en/resource-management/tag/product-overview/limits */
const RULE: TagRule = {
  cloud: "Aliyun",
  max: 20,
  reserved: /^(aliyun|acs:)|https?:\/\//i,
  why: `Tags on Aliyun may neither begin with "aliyun" or "acs:" nor hold an address.`,
};

export const checkTags = (checked: Checked): Problem[] => tagProblems(RULE, checked);
