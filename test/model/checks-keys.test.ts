import { expect, test } from "vitest";
import { checkApp, parseApp } from "../../model/parse.ts";
import { rows } from "./rows.ts";

const key = { kind: "key" } as const;

rows("keys", [
  [
    "one key for several kinds of resources",
    { k: key, b: { kind: "bucket", key: "k" }, q: { kind: "queue", key: "k" } },
    {},
    [],
  ],
  [
    "a key for an adopted resource",
    {
      k: { kind: "key", existing: "id" },
      q: { kind: "queue", existing: "theirs", key: "k" },
      t: { kind: "table", existing: "theirs", key: { partition: { name: "id" } }, encryptionKey: "k" },
      b: { kind: "bucket", existing: "theirs", key: "k" },
      n: { kind: "topic", existing: "theirs", key: "k" },
      s: { kind: "stream", existing: "theirs", key: "k" },
      p: { kind: "secret", existing: "theirs", key: "k" },
    },
    {},
    [],
  ],
  ["an unknown key", { q: { kind: "queue", key: "k" } }, {}, ["resources.q.key: dangling-reference"]],
  [
    "a bucket in place of a key",
    { b: { kind: "bucket" }, q: { kind: "queue", key: "b" } },
    {},
    ["resources.q.key: wrong-kind"],
  ],
  [
    "an unknown encryption key of a table",
    { t: { kind: "table", key: { partition: { name: "id" } }, encryptionKey: "k" } },
    {},
    ["resources.t.encryptionKey: dangling-reference"],
  ],
  [
    "settings on an adopted key",
    { k: { kind: "key", existing: "id", rotation: "365d", deletionWindow: "7d" } },
    {},
    ["resources.k.deletionWindow: conflict", "resources.k.rotation: conflict"],
  ],
  [
    "a kept bucket with a key that is deleted",
    { k: key, b: { kind: "bucket", keep: true, key: "k" } },
    {},
    ["resources.b.keep: conflict"],
  ],
  ["a kept bucket with a kept key", { k: { ...key, keep: true }, b: { kind: "bucket", keep: true, key: "k" } }, {}, []],
  [
    "a kept bucket with an adopted key",
    { k: { kind: "key", existing: "id" }, b: { kind: "bucket", keep: true, key: "k" } },
    {},
    [],
  ],
]);

test("says that a key needs no permissions", () => {
  const { problems } = checkApp({
    name: "app",
    resources: { k: key },
    functions: { f: { handler: "f.ts", permissions: { k: ["read"] } } },
  });
  expect(problems).toEqual([
    {
      code: "bad-permission",
      path: ["functions", "f", "permissions", "k"],
      message: '"k" is of kind key, for which there are no permissions.',
      remedy: "Remove the entry: a function that may use a resource may also use the key that encrypts it.",
    },
  ]);
});

test("does not take the primary key of a table for the name of a key", () => {
  const { problems } = checkApp({ name: "app", resources: { k: key, t: { kind: "table", key: "k" } } });
  expect(problems).toHaveLength(1);
  expect(problems[0]?.message).toContain("the key that encrypts the table is encryptionKey");
});

test("orders a key before the resources it encrypts", () => {
  const app = parseApp({ name: "app", resources: { a: { kind: "bucket", key: "z" }, z: key } });
  expect([...app.resources.keys()]).toEqual(["z", "a"]);
  expect(app.resources.get("a")?.encryptionKey).toBe("z");
});
