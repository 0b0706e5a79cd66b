import type { Problem } from "../../../model/errors.ts";
import { type TagRule, tagProblems } from "../../shared/checks/tags.ts";
import type { Checked } from "../../shared/problem.ts";

/** https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
const RULE: TagRule = {
  cloud: "AWS",
  max: 50,
  reserved: /^aws:/i,
  why: `Tags that begin with "aws:" are AWS's own.`,
};

export const checkTags = (checked: Checked): Problem[] => tagProblems(RULE, checked);
