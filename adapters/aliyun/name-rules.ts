import type { Names } from "../rules.ts";

const MNS = { min: 1, max: 120, pattern: /^[A-Za-z0-9][A-Za-z0-9-]*$/, allowed: "letters, digits and hyphens" };

/** The rules for names, from each service's API reference. */
export const names: Pick<Names, "functions" | "resources" | "identifier"> = {
  functions: {
    title: "a function",
    min: 1,
    max: 64,
    pattern: /^[A-Za-z_][\w-]*$/,
    allowed: "letters, digits, hyphens and underscores, and begins with a letter or underscore",
  },
  identifier: { start: "acs:", beforeService: "acs:", service: 1, region: 2, parts: 5 },
  resources: {
    bucket: {
      title: "a bucket",
      min: 3,
      max: 63,
      pattern: /^[a-z0-9][a-z0-9-]*[a-z0-9]$/,
      allowed: "lower-case letters, digits and hyphens, and no hyphen at its beginning or end",
      services: ["oss"],
    },
    queue: { title: "a queue", ...MNS, services: ["mns"] },
    topic: { title: "a topic", ...MNS, services: ["mns"] },
    stream: {
      title: "a logstore",
      min: 3,
      max: 63,
      pattern: /^[a-z0-9][a-z0-9_-]*[a-z0-9]$/,
      allowed: "lower-case letters, digits, hyphens and underscores, and a letter or digit at its beginning and end",
      services: ["log"],
      inside: "<project>/<logstore>",
    },
    table: {
      title: "a table",
      min: 1,
      max: 255,
      pattern: /^[A-Za-z_]\w*$/,
      allowed: "letters, digits and underscores, and begins with no digit",
      services: ["ots"],
      inside: "<instance>/<table>",
    },
    bus: {
      title: "an event bus",
      min: 2,
      max: 127,
      pattern: /^[A-Za-z0-9_-]+$/,
      allowed: "letters, digits, hyphens and underscores",
      services: ["eventbridge"],
    },
    secret: {
      title: "a secret",
      min: 2,
      max: 180,
      pattern: /^[A-Za-z0-9/_-]+$/,
      allowed: "letters, digits, hyphens, underscores and slashes",
      reserved: ["aliyun", "acs", "alibaba"],
      services: ["oos", "kms"],
    },
    key: {
      title: "a key",
      min: 1,
      max: 249,
      pattern: /^[\w/-]+$/,
      allowed: "letters, digits, slashes, hyphens and underscores",
      reserved: ["acs/", "alias/acs/"],
      services: ["kms"],
      id: {
        pattern: /^[\w-]+$/,
        allowed: "letters, digits, hyphens and underscores: it is the id of a key, not an alias",
      },
    },
    api: { title: "an API", min: 1, max: 255, pattern: /^[^\n]+$/, allowed: "any characters", services: ["fc"] },
  },
};
