import type { AdoptableRule, Rules } from "../../../adapters/rules.ts";

/** This cloud has one rule for all names. */
const name = (title: string, service: string): AdoptableRule => ({
  title,
  min: 1,
  max: 200,
  pattern: /^[\w:/.-]+$/,
  allowed: "letters, digits and _ : / . -",
  services: [service],
});

/** The cloud's limits. */
export const rules: Rules = {
  cloud: "Tiny Cloud",
  service: "Tiny Cloud",
  package: { zipped: 10 * 1024 * 1024 },
  functions: { memory: { unit: "MB", max: 1024 }, layers: { entries: 5 } },
  triggers: {},
  resources: {},
  names: {
    function: ({ prefix }, own) => `${prefix}-${own}`,
    resource: ({ prefix }, resource) => resource.spec.physicalName ?? `${prefix}-${resource.name}`,
    identifier: { start: "tiny:", beforeService: "tiny:", service: 1, region: 2, parts: 3 },
    functions: name("a function", "function"),
    resources: {
      bucket: name("a bucket", "bucket"),
      queue: name("a queue", "queue"),
      topic: name("a topic", "topic"),
      stream: name("a stream", "stream"),
      table: name("a table", "table"),
      bus: name("an event bus", "bus"),
      secret: name("a secret", "secret"),
      key: name("a key", "key"),
      api: name("an API", "api"),
    },
  },
  regions: { asOf: "May 2026", known: ["here", "there"] },
  tags: {
    max: 10,
    reserved: /^tiny:/,
    why: 'Tags that begin with "tiny:" are the cloud\'s own.',
    values: { allowed: /^.{0,100}$/s, why: "The value of a tag on Tiny Cloud has at most 100 characters." },
  },
  environment: { maxBytes: 1024, reserved: /^TINY_/, type: "tiny:index:Function", variables: ["environment"] },
  destinations: { functions: {}, triggers: {}, resources: {} },
  perSource: {},
  policies: [],
};
