import { expect, test } from "vitest";
import { missingHandlers } from "../../infra/build/handlers.ts";
import { parseApp } from "../../model/parse.ts";
import { temporaryDirectory, write } from "./project.ts";

const FILES = { "jobs/app.py": "", "jobs/app.txt": "", "web/page.ts": "", "web/page.html": "" };

test.each([
  ["jobs/app:main", "python", "jobs/app.py:main"],
  ["jobs/app.main", "python", "jobs/app.py:main"],
  ["jobs/app", "python", "jobs/app.py"],
  ["jobs/ap.py:main", "python", "jobs/app.py:main"],
  ["jobs/ap.py", "python", "jobs/app.py"],
  ["web/page.handler", "nodejs", "web/page.ts"],
  ["web/page", "nodejs", "web/page.ts"],
  ["Web/page.ts", "nodejs", "web/page.ts"],
  ["src/page.ts", "nodejs", "web/page.ts"],
  ["job/app.py:main", "python", "jobs/app.py:main"],
])("the remedy for the missing handler %s on %s is %s", (handler, runtime, right) => {
  const directory = temporaryDirectory();
  write(directory, FILES);
  const app = parseApp({ name: "shop", functions: { f: { handler, runtime } } });
  expect(missingHandlers(app, directory)).toMatchObject([
    { code: "missing-handler", remedy: `Did you mean "${right}"? Otherwise create the file.` },
  ]);
});

test("a file of declarations is not a handler", () => {
  const directory = temporaryDirectory();
  write(directory, { "web/page.d.ts": "export default {};" });
  const app = parseApp({ name: "shop", functions: { f: { handler: "web/page.d.ts" } } });
  expect(missingHandlers(app, directory)).toMatchObject([
    { code: "bad-handler", message: '"web/page.d.ts" declares types and contains no code.' },
  ]);
});

const LEAVES = /^Move the file below the spec's directory/;

test.each([
  ["an absolute path", "/opt/shared/page.ts", "nodejs", "is an absolute path", LEAVES],
  ["an absolute path with a function", "/opt/shared/app.py:main", "python", "is an absolute path", LEAVES],
  ["a home directory", "~/page.ts", "nodejs", "is an absolute path", LEAVES],
  ["a drive", "C:\\web\\page.ts", "nodejs", "is an absolute path", LEAVES],
  ["a file URL", "file:///web/page.ts", "nodejs", "is an absolute path", LEAVES],
  ["a folder", "/opt/shared", "custom", "is an absolute path", LEAVES],
  ["a backslash", "web\\page.ts", "nodejs", "has a backslash", /^Separate folders with "\/": "web\/page\.ts"/],
])("a handler with %s is refused", (_, handler, runtime, why, remedy) => {
  const directory = temporaryDirectory();
  write(directory, FILES);
  const app = parseApp({ name: "shop", functions: { f: { handler, runtime } } });
  expect(missingHandlers(app, directory)).toEqual([
    {
      code: "bad-handler",
      path: ["functions", "f", "handler"],
      message: expect.stringContaining(`"${handler}" ${why}`),
      remedy: expect.stringMatching(remedy),
    },
  ]);
});

test("an absolute handler below the spec's directory is refused although it exists", () => {
  const directory = temporaryDirectory();
  write(directory, FILES);
  const app = parseApp({ name: "shop", functions: { f: { handler: `${directory}/web/page.ts` } } });
  expect(missingHandlers(app, directory)).toMatchObject([
    { code: "bad-handler", remedy: `Write it relative to the spec's directory: "web/page.ts".` },
  ]);
});

test("a handler beside the spec's directory is found", () => {
  const directory = temporaryDirectory();
  write(directory, FILES);
  const app = parseApp({ name: "shop", functions: { f: { handler: "../web/page.ts" } } });
  expect(missingHandlers(app, `${directory}/specs`)).toEqual([]);
});
