import { join } from "node:path";
import ts from "typescript";
import { describe, expect, expectTypeOf, test } from "vitest";
import { type AppInput, defineApp, type FunctionOverride, type ResourceOverride } from "../../index.ts";
import { root } from "../docs/blocks.ts";

/** Most of this file is checked by the compiler: `npm run types` fails when an expected error is absent. */
const output = { apply: () => undefined, get: () => "eu" };

test("overrides take the inputs of every child, on every target", () => {
  const app = defineApp({
    name: "media",
    resources: {
      jobs: { kind: "queue", override: { aws: { queue: { receiveWaitTimeSeconds: 20 } } } },
      files: {
        kind: "bucket",
        override: { aws: { bucket: { tags: { a: "b" } } }, aliyun: { bucket: { storageClass: "IA" } } },
      },
      token: { kind: "secret", override: { aliyun: { secret: { keyId: "k", dkmsInstanceId: "i" } } } },
    },
    functions: {
      worker: {
        handler: "f.ts",
        triggers: { onJob: { kind: "queue", queue: "jobs" } },
        override: {
          aws: {
            function: { memorySize: 256, snapStart: { applyOn: "PublishedVersions" }, architectures: ["arm64"] },
            role: { permissionsBoundary: output, description: null },
            "onJob.mapping": { filterCriteria: { filters: [{ pattern: "{}" }] }, enabled: false },
          },
          aliyun: { function: { cpu: 0.5 }, "onJob.trigger": { description: "x" } },
          localstack: { function: { memorySize: 128 } },
        },
      },
    },
  });
  expectTypeOf(app).toExtend<AppInput>();
  expectTypeOf({ aws: { function: { memorySize: 1 } } } as const).toExtend<FunctionOverride>();
  expectTypeOf({ aliyun: { bucket: { storageClass: "IA" } } } as const).toExtend<ResourceOverride<"bucket">>();
});

test("a property, child or target that does not exist is an error of the compiler", () => {
  const handler = "f.ts";
  defineApp({
    name: "media",
    resources: {
      // @ts-expect-error the input is called receiveWaitTimeSeconds
      a: { kind: "queue", override: { aws: { queue: { receiveWaitTime: 20 } } } },
      // @ts-expect-error a bucket has no queue
      b: { kind: "bucket", override: { aws: { queue: {} } } },
      // @ts-expect-error the input is called storageClass
      c: { kind: "bucket", override: { aliyun: { bucket: { storageclass: "IA" } } } },
      // @ts-expect-error there is no such target
      d: { kind: "bucket", override: { aliyum: {} } },
    },
    functions: {
      // @ts-expect-error the input is called memorySize
      a: { handler, override: { aws: { function: { memory: 256 } } } },
      // @ts-expect-error memorySize is a number
      b: { handler, override: { aws: { function: { memorySize: "256" } } } },
      // @ts-expect-error the nested input is called applyOn
      c: { handler, override: { aws: { function: { snapStart: { apply: "None" } } } } },
      // @ts-expect-error the input of an item is called pattern
      d: { handler, override: { aws: { "onJob.mapping": { filterCriteria: { filters: [{ patern: "{}" }] } } } } },
      // @ts-expect-error the child is called function
      e: { handler, override: { aws: { fucntion: {} } } },
      // @ts-expect-error the input is called instanceConcurrency
      f: { handler, override: { aliyun: { function: { concurrency: 1 } } } },
      // @ts-expect-error Aliyun's triggers have no mapping
      g: { handler, override: { aliyun: { "onJob.mapping": {} } } },
      // @ts-expect-error the input is called memorySize
      h: { handler, override: { localstack: { function: { memory: 256 } } } },
    },
  });
});

/** Errors of a spec where some packages are not installed. */
function compile(code: string, absent: readonly string[]): string[] {
  const file = join(root, "functions", "__overrides.ts");
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: [], include: [] }, ts.sys, root);
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  const isThere = (path: string) => !absent.some((name) => path.includes(`/node_modules/${name}/`));
  host.fileExists = (path) => path === file || (isThere(path) && fileExists(path));
  host.readFile = (path) => (path === file ? code : readFile(path));
  const program = ts.createProgram([file], options, host);
  const source = program.getSourceFile(file);
  return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
    ({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n").split("\n").at(-1) ?? "",
  );
}

const spec = `import type {} from "../adapters/overrides.ts";
import type { FunctionOverride } from "../model/overrides.ts";
export const one: FunctionOverride = { aws: { function: { memorySzie: 1, anything: { at: "all" } } } };
export const two: FunctionOverride = { aliyun: { function: { instanceConcurency: 1 } } };
`;

describe("without a cloud's package", () => {
  const wrong = { aws: expect.stringContaining("memorySzie"), aliyun: expect.stringContaining("instanceConcurency") };

  test.each([
    ["every package", [], [wrong.aws, wrong.aliyun]],
    ["no package of AWS", ["@pulumi/aws"], [wrong.aliyun]],
    ["no package of Aliyun", ["@pulumi/alicloud"], [wrong.aws]],
    ["neither", ["@pulumi/aws", "@pulumi/alicloud"], []],
  ])("specs compile, and the other cloud's overrides are typed: %s", (_, absent, expected) => {
    expect(compile(spec, absent)).toEqual(expected);
  });
});
