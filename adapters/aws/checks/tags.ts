import type { Problem } from "../../../model/errors.ts";
import { type TagRule, tagProblems } from "../../shared/checks/tags.ts";
import type { Checked } from "../../shared/problem.ts";

/** https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_Tag.html */
const RULE: TagRule = {
  cloud: "AWS",
  max: 50,
  reserved: /^aws:/i,
  why: `Tags that begin with "aws:" are AWS's own.`,
  values: { allowed: /^.{0,256}$/s, why: "The value of a tag on AWS has at most 256 characters." },
  characters: {
    allowed: /[\p{L}\p{Z}\p{N}_.:/=+\-@]/u,
    words: "letters, digits, spaces and _ . : / = + - @",
  },
};

export const checkTags = (checked: Checked): Problem[] => tagProblems(RULE, checked);
