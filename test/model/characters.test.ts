import { describe, expect, test } from "vitest";
import { formatPath } from "../../model/errors.ts";
import { checkApp } from "../../model/parse.ts";

const triggers = { web: { kind: "http" } };
const withFunction = (fields: object) => ({ name: "shop", functions: { f: { handler: "f.ts", triggers, ...fields } } });
const withResource = (fields: object) => ({ name: "shop", resources: { r: { kind: "bucket", ...fields } } });
const found = (spec: object) =>
  checkApp(spec).problems.map(({ path, code, remedy }) => `${formatPath(path)} ${code} ${remedy}`);

describe("characters that no cloud accepts", () => {
  test.each<[string, object, string]>([
    [
      "NUL in a variable",
      withFunction({ environment: { A: "a\0b" } }),
      'functions.f.environment.A bad-character Remove "\\u0000".',
    ],
    [
      "a control character in a variable",
      withFunction({ environment: { A: "\u0007" } }),
      'functions.f.environment.A bad-character Remove "\\u0007".',
    ],
    [
      "half of a character",
      withFunction({ environment: { A: "\ud800" } }),
      'functions.f.environment.A bad-character Remove "\\ud800".',
    ],
    [
      "a control character in a description",
      withFunction({ description: "a\u001bb" }),
      'functions.f.description bad-character Remove "\\u001b".',
    ],
    ["several lines in a tag", withFunction({ tags: { a: "b\nc" } }), 'functions.f.tags.a bad-character Remove "\\n".'],
    [
      "a control character in a tag's key",
      withFunction({ tags: { "a\u0001": "b" } }),
      'functions.f.tags["a\\u0001"] bad-character Remove "\\u0001".',
    ],
    [
      "a control character in a prefix",
      withResource({ expire: [{ prefix: "a\u0001", after: "1d" }] }),
      'resources.r.expire[0].prefix bad-character Remove "\\u0001".',
    ],
    [
      "the end of a line in an adopted name",
      withResource({ existing: "files\n" }),
      'resources.r.existing bad-character Remove "\\n".',
    ],
  ])("refuses %s at its path", (_title, spec, expected) => {
    expect(found(spec)).toEqual([expected]);
  });

  test.each<[string, object]>([
    ["several lines in a variable", withFunction({ environment: { A: "-----BEGIN\n\tü😀\r\n" } })],
    ["several lines in a description", withFunction({ description: "Makes thumbnails.\nOf every image.\n" })],
    [
      "any character in a schedule's input, which is sent as JSON",
      withFunction({ triggers: { t: { kind: "schedule", rate: "5m", input: "\u0001" } } }),
    ],
    ["native inputs", withFunction({ override: { aws: { function: { description: "\u0001" } } } })],
  ])("accepts %s", (_title, spec) => {
    expect(found(spec)).toEqual([]);
  });
});
