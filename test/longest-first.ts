import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Test files that take minutes, the longest first. */
const LONG = [
  "conformance/ministack-full",
  "engine/project",
  "engine/lifecycle",
  "engine/dev",
  "engine/package",
  "engine/deployment",
  "engine/localstack",
  "engine/full",
  "engine/example",
  "engine/both",
  "engine/testing",
];

const rank = ({ moduleId }: TestSpecification): number => {
  const at = LONG.findIndex((file) => moduleId.endsWith(`/test/${file}.test.ts`));
  return at === -1 ? LONG.length : at;
};

/**
 * Starts the longest test files first, so that none of them runs on alone while other workers have nothing left to do.
 * vitest itself knows how long a file takes when it has run before; a fresh clone has no such record, and vitest starts
 * the files with the most text first.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}
