import type { Problem } from "../../../model/errors.ts";
import { type TagRule, tagProblems } from "../../shared/checks/tags.ts";
import type { Checked } from "../../shared/problem.ts";

/** https://www.alibabacloud.com/help/en/resource-management/tag/product-overview/limits */
const RULE: TagRule = {
  cloud: "Aliyun",
  max: 20,
  reserved: /^(aliyun|acs:)|https?:\/\//i,
  why: `Tags on Aliyun may neither begin with "aliyun" or "acs:" nor hold an address.`,
  values: {
    allowed: /^(?!acs:)(?!.*https?:\/\/).{0,128}$/is,
    why: `The value of a tag on Aliyun has at most 128 characters, does not begin with "acs:" and holds no address.`,
  },
};

export const checkTags = (checked: Checked): Problem[] => tagProblems(RULE, checked);
