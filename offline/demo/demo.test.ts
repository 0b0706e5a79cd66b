import { describe, expect, it } from "vitest";
import { pngSize } from "../../functions/lib/png.ts";
import spec from "../../polyfn.config.ts";
import { githubSignature } from "../drivers/github.ts";
import { deployedFrom } from "../drivers/outputs.ts";
import { makePng } from "../drivers/samples.ts";
import { demos } from "../drivers/triggers/index.ts";
import { formatPicture, wrap } from "./picture.ts";
import { formatTable, summarize } from "./report.ts";
import type { Row } from "./run.ts";

const row: Row = {
  kind: "bucket",
  trigger: "thumbnail.onUpload",
  sent: "PUT in/a/b.png, PNG of 640 x 480, 1234 bytes",
  results: [
    { cloud: "One", received: "thumbs/0.png <320 & 240>", ms: 412, ok: true },
    { cloud: "Other", received: "thumbs/0.png of 1 byte", ms: 7, ok: true },
  ],
};
const failed: Row = {
  ...row,
  results: row.results.map((result, i) =>
    i === 0 ? result : { ...result, received: "nothing after 60 s", ok: false },
  ),
};

describe("the demonstration", () => {
  it("fires every trigger of the example", () => {
    const fired = Object.values(demos).flatMap((list) => list.map((demo) => `${demo.function}.${demo.trigger}`));
    const triggers = Object.entries(spec.functions).flatMap(([name, fn]) =>
      Object.keys(fn.triggers).map((trigger) => `${name}.${trigger}`),
    );
    expect(fired.sort()).toEqual(triggers.sort());
  });

  it("prints inputs, effects and failures in the table", () => {
    const text = formatTable([row, failed], { colour: false, columns: 200 });
    expect(text).toContain("thumbnail.onUpload");
    expect(text).toContain("came out of Other");
    expect(text).toContain("FAILED: nothing after 60 s");
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(200);
    const summary = summarize([row, failed], { colour: false }).split("\n");
    expect(summary[0]).toContain("One: 2 of 2 triggers delivered in 0.8 s");
    expect(summary[1]).toContain("Other: 1 of 2 triggers delivered");
  });

  it("draws the same table as well-formed XML", () => {
    const svg = formatPicture([row, failed]);
    expect(svg).toContain("thumbs/0.png &lt;320 &amp; 240&gt;");
    expect(svg).toContain('class="failed"');
    expect(svg.match(/<text/g)?.length).toBe(svg.match(/<\/text>/g)?.length);
  });

  it("breaks lines at spaces, and breaks words that are too long", () => {
    expect(wrap("one two three", 7)).toEqual(["one two", "three"]);
    expect(wrap("abcdefgh", 3)).toEqual(["abc", "def", "gh"]);
    expect(wrap("", 3)).toEqual([""]);
  });

  it("creates pictures that the example can read", () => {
    expect(pngSize(makePng(7, 5))).toEqual({ width: 7, height: 5 });
  });

  it("signs as GitHub documents", () => {
    // https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries#testing-the-webhook-payload-validation
    expect(githubSignature("Hello, World!", "It's a Secret to Everybody")).toBe(
      "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
    );
  });

  it("finds everything in the stack's outputs and reports what is missing", () => {
    const place = { name: "n", id: "arn", url: "https://x.example/" };
    const all = (names: object) => Object.fromEntries(Object.keys(names).map((name) => [name, place]));
    const outputs = { resources: all(spec.resources), functions: all(spec.functions) };
    expect(deployedFrom(outputs).functions.upload).toEqual(place);
    expect(() => deployedFrom({ ...outputs, functions: {} })).toThrow("don't say where function upload is");
  });
});
