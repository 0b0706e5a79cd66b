import { allBlocks } from "./blocks.ts";

/** Pages for those who work on polyfn itself: their commands run in a clone. */
const FOR_CONTRIBUTORS = /^(CONTRIBUTING|docs\/(conformance|add-a-\w+|decisions\/.*))\.md$/;

const ACCOUNT = "needs an account";
const CLONE = "runs in a clone, where test/engine/full.test.ts deploys the example";
const RECORDS =
  "needs a function that records: test/engine/operate.test.ts and test/cli/record-events.test.ts have one";
const PLACEHOLDER = "has a placeholder for a name that the user's deployment has";
const OTHER_PROGRAM = "is for a program that is not part of polyfn";

/** Command lines that no test runs in a project, and the reason. */
export const NOT_RUN: Readonly<Record<string, string>> = {
  "pulumi up -s aws-prod": ACCOUNT,
  "pulumi up -s aliyun-prod": ACCOUNT,
  "npx polyfn dev --stack aws-prod": ACCOUNT,
  "POLYFN_TEST_STACK=aws-prod npx vitest run": ACCOUNT,
  "npx polyfn events record catalogue.onJob -s local --since 1h": RECORDS,
  "npx polyfn events record catalogue.onJob -s local --follow --count 1": RECORDS,
  "npm start": CLONE,
  "npm start -- --once": CLONE,
  "npx tsx scripts/official-plugin.ts": "runs in a clone, with a plugin of the vendor",
  "pulumi plugin install resource alicloud 3.108.0": "downloads the vendor's plugin",
  "POLYFN_SERVERLESS_DEVS=~/serverless-devs npx vitest run --project unit test/emulator/clients/serverless-devs.test.ts":
    "runs in a clone, with a program of the vendor",
  "npm install --os=linux --cpu=x64 --libc=glibc native-package": PLACEHOLDER,
  "aws --endpoint-url http://127.0.0.1:4566 s3 cp beach.png s3://BUCKET/in/summer/beach.png": PLACEHOLDER,
  [`curl -H 'Host: ID.lambda-url.us-east-1.on.aws' -d '{"album":"summer","name":"beach.png"}' http://127.0.0.1:4566/`]:
    PLACEHOLDER,
  [`curl -H 'Host: ID.cn-hangzhou.fcapp.run' -d '{"album":"summer","name":"beach.png"}' http://127.0.0.1:4580/`]:
    PLACEHOLDER,
  'curl -X POST -d \'{"advance":"1d"}\' http://127.0.0.1:4580/_polyfn/clock':
    "moves the clock of a server; test/emulator does it with one of its own",
  "cd jobs": OTHER_PROGRAM,
  "pip install -r requirements.txt -t . --platform manylinux2014_x86_64 --only-binary=:all: --python-version 3.13":
    OTHER_PROGRAM,
};

/** A command line that a page shows to users. */
export interface CommandLine {
  readonly page: string;
  /** Without prompt and comment. */
  readonly text: string;
}

/** Programs of whose lines in `sh` blocks, which have no prompts, tests take notice. */
const OWN = /^(\w+=\S+ )?(npx|npm|polyfn|pulumi) /;

const withoutComment = (line: string): string => line.replace(/ +#.*$/, "");

/** The lines of `console` blocks that have a prompt, and polyfn's, npm's and Pulumi's in `sh` blocks. */
export const commandLines: readonly CommandLine[] = allBlocks
  .filter(({ page }) => (page === "README.md" || page.startsWith("docs/")) && !FOR_CONTRIBUTORS.test(page))
  .flatMap(({ page, language, code }) => {
    const lines = code.split("\n");
    const shown =
      language === "console"
        ? lines.flatMap((line) => (line.startsWith("$ ") ? [line.slice(2)] : []))
        : lines.filter((line) => language === "sh" && OWN.test(line));
    return shown.map((line) => ({ page, text: withoutComment(line) }));
  });
