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
