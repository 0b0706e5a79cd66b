import { expect, it } from "vitest";
import { aws } from "../../../adapters/aws/adapter.ts";
import { parseApp } from "../../../model/parse.ts";
import { deploymentOf } from "../planned.ts";
import { ownProblems } from "../target-problems.ts";

it("refuses an adopted FIFO topic, whose messages need groups", () => {
  const problems = (existing: string) =>
    ownProblems(aws, parseApp({ name: "shop", resources: { news: { kind: "topic", existing } } }), deploymentOf(aws));
  expect(problems("arn:aws:sns:eu-west-1:123456789012:news")).toEqual([]);
  expect(problems("arn:aws:sns:eu-west-1:123456789012:news.fifo")).toMatchObject([
    { path: ["resources", "news", "existing"], code: "unsupported", message: expect.stringContaining("FIFO topic") },
  ]);
});
