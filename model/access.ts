/** What a function may do with a resource or another function, by kind of what is named. */
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
