/** The access verbs of each kind of resource, and of functions. */
export const ACCESS = {
  bucket: ["read", "write"],
  queue: ["send", "receive"],
  topic: ["publish"],
  stream: ["put"],
  table: ["read", "write"],
  bus: ["put"],
  secret: ["read"],
  key: [],
  api: [],
  function: ["invoke"],
} as const;
export type Access = (typeof ACCESS)[keyof typeof ACCESS][number];
