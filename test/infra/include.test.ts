import { mkdirSync, symlinkSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { includedFiles } from "../../infra/build/include.ts";
import { temporaryDirectory, write } from "./project.ts";

const FILES = {
  "templates/mail.html": "<p>",
  "templates/en/mail.html": "<p>",
  "certs/root.pem": "x",
  "pages/[id]/index.html": "<p>",
  "pages/(shop)/cart.html": "<p>",
  "pages/i/index.html": "<p>",
  "functions/schema.json": "{}",
  "data/{a}.txt": "x",
  "node_modules/.bin/tool": "x",
  ".env": "A=1",
};

function project(): string {
  const directory = temporaryDirectory();
  write(directory, FILES);
  return directory;
}

function included(include: string[], directory = project()) {
  const { files, leftOut, problems } = includedFiles({ name: "f", include }, directory);
  return {
    paths: files.map(({ path, link }) => (link === undefined ? path : `${path} -> ${link}`)).sort(),
    leftOut: leftOut.map(({ path, why }) => `${path} ${why}`).sort(),
    problems: problems.map(({ path, message, remedy }) => `${path.at(-1)}: ${message} ${remedy}`),
  };
}

test.each([
  ["a file", "certs/root.pem", ["certs/root.pem"]],
  ["a folder", "templates", ["templates/en/mail.html", "templates/mail.html"]],
  ["a folder with a slash", "templates/", ["templates/en/mail.html", "templates/mail.html"]],
  ["a path that begins with ./", "./templates/*.html", ["templates/mail.html"]],
  ["a path with a dot segment", "templates/./en/../*.html", ["templates/mail.html"]],
  ["wildcards", "templates/**/*.html", ["templates/en/mail.html", "templates/mail.html"]],
  ["alternatives", "{certs,templates}/*.{pem,html}", ["certs/root.pem", "templates/mail.html"]],
  ["a hidden file", ".env", [".env"]],
  ["brackets in a name", "pages/[id]/index.html", ["pages/[id]/index.html"]],
  ["brackets in a folder before wildcards", "pages/[id]/**", ["pages/[id]/index.html"]],
  ["escaped brackets", "pages/\\[id\\]/index.html", ["pages/[id]/index.html"]],
  ["parentheses in a name", "pages/(shop)/*.html", ["pages/(shop)/cart.html"]],
  ["braces in a name", "data/{a}.txt", ["data/{a}.txt"]],
  ["a class of characters that no name spells", "pages/[ij]/index.html", ["pages/i/index.html"]],
  ["hidden folders below a pattern", "node_modules/**", ["node_modules/.bin/tool"]],
])("include accepts %s", (_, pattern, paths) => {
  expect(included([pattern])).toEqual({ paths, leftOut: [], problems: [] });
});

test.each([
  ["a misspelt folder", "tempaltes/**/*.html", '"tempaltes/**/*.html" matches no file.', '"templates/**/*.html"'],
  ["a missing letter", "template/mail.html", '"template/mail.html" matches no file.', '"templates/mail.html"'],
  ["other upper and lower case", "Templates/Mail.html", "matches no file.", '"templates/mail.html"'],
  ["a file that is elsewhere", "schema.json", "matches no file.", '"functions/schema.json"'],
  [
    "another extension",
    "templates/**/*.htm",
    "matches no file.",
    'The folder "templates" has no "**/*.htm"; it holds en',
  ],
  ["a folder that is not there", "secrets/ca.crt", "matches no file.", "The spec's directory has no"],
  ["an empty folder", "empty", '"empty" matches no file.', 'The folder "empty" is empty.'],
  ["a Windows separator before a wildcard", "templates\\*.html", "matches no file", '"templates/*.html"'],
  ["Windows separators", "templates\\mail.html", "has a backslash", '"templates/mail.html"'],
  ["a path upwards", "../shared/x.json", "leads out of the spec's directory", "Move the files"],
  ["a path that leads upwards in the end", "templates/../../x", "leads out of the spec's directory", "Move the files"],
  ["dots after a wildcard", "templates/*/../x", 'has ".." after a wildcard', "from the spec's directory down"],
  ["a drive", "C:/certs/ca.pem", "is an absolute path", "below the spec's directory"],
  ["a home directory", "~/certs/ca.pem", "is an absolute path", "below the spec's directory"],
  ["an empty pattern", " ", "is empty", "Name a file"],
  ["a repository", ".git/**", "belongs to Git and is never packaged", "files that can be packaged"],
])("include refuses %s", (_, pattern, message, remedy) => {
  const directory = project();
  write(directory, { ".git/config": "x" });
  mkdirSync(join(directory, "empty"));
  const { paths, problems } = included([pattern], directory);
  expect(paths).toEqual([]);
  expect(problems).toEqual([expect.stringMatching(/^0: /)]);
  expect(problems[0]).toContain(message);
  expect(problems[0]).toContain(remedy);
});

test("an absolute path below the spec's directory is reported relative to it", () => {
  const directory = project();
  expect(included([join(directory, "certs/root.pem")], directory).problems).toEqual([
    expect.stringContaining('Write it relative to the spec\'s directory: "certs/root.pem".'),
  ]);
});

test("every pattern of a list must match, also when another one matches the same files", () => {
  const { paths, problems } = included(["templates/**", "templates/*.html", "template/*", "certs"]);
  expect(paths).toEqual(["certs/root.pem", "templates/en/mail.html", "templates/mail.html"]);
  expect(problems).toEqual([expect.stringMatching(/^2: "template\/\*" matches no file/)]);
});

test("a pattern with an exclamation mark excludes files, and is refused when it excludes none", () => {
  expect(included(["!templates/en", "templates"])).toEqual({
    paths: ["templates/mail.html"],
    leftOut: [],
    problems: [],
  });
  expect(included(["templates", "!templates/de"]).problems).toEqual([
    '1: "!templates/de" takes nothing away from what the other patterns match. Correct the pattern, or remove it.',
  ]);
});

test.each([
  [["data/**", "!data/**"], ['0: "data/**" packages no file: "!data/**" takes away everything that it matches.']],
  [
    ["!templates/en", "templates/**", "!templates/*.html", "certs"],
    [
      '1: "templates/**" packages no file: "!templates/en" and "!templates/*.html" take away everything that it matches.',
    ],
  ],
  [
    ["certs/root.pem", "templates", "!**/*.pem"],
    ['0: "certs/root.pem" packages no file: "!**/*.pem" takes away everything that it matches.'],
  ],
])("refuses a pattern whose files are all taken away: %j", (include, messages) => {
  expect(included(include).problems).toEqual(messages.map((message) => expect.stringContaining(message)));
});

test("a link to an included file stays a link, and other links are replaced by their targets", () => {
  const directory = project();
  const outside = temporaryDirectory();
  write(outside, { "shared/x.json": "{}" });
  symlinkSync("en", join(directory, "templates/current"));
  symlinkSync("../../templates/en", join(directory, "pages/i/mails"));
  symlinkSync(join(outside, "shared"), join(directory, "data/shared"));
  expect(included(["templates"], directory).paths).toEqual([
    "templates/current -> en",
    "templates/en/mail.html",
    "templates/mail.html",
  ]);
  expect(included(["templates/current/*.html"], directory).paths).toEqual(["templates/current/mail.html"]);
  expect(included(["pages/i"], directory).paths).toEqual(["pages/i/index.html", "pages/i/mails/mail.html"]);
  expect(included(["data/**/*.json"], directory).paths).toEqual(["data/shared/x.json"]);
});

test("broken links, links in a cycle and sockets are reported as left out", async () => {
  const directory = project();
  symlinkSync("gone.html", join(directory, "templates/old.html"));
  symlinkSync("loop", join(directory, "templates/loop"));
  symlinkSync(join(directory, ".."), join(directory, "templates/up"));
  const server = createServer();
  onTestFinished(() => void server.close());
  await new Promise<void>((ready) => server.listen(join(directory, "templates/socket"), ready));
  expect(included(["templates/**"], directory)).toEqual({
    paths: ["templates/en/mail.html", "templates/mail.html"],
    leftOut: [
      "templates/loop is a link that leads to itself",
      "templates/old.html is a link that leads nowhere",
      "templates/socket is a socket",
      "templates/up is a link to a folder around it",
    ],
    problems: [],
  });
  expect(included(["templates/old.html"], directory).problems).toEqual([
    '0: "templates/old.html" matches no file: "templates/old.html" is a link that leads nowhere. Replace it by files that can be packaged.',
  ]);
});

test("a link to the folder that contains it stays a link", () => {
  const directory = project();
  symlinkSync(".", join(directory, "certs/self"));
  expect(included(["certs"], directory).paths).toEqual(["certs/root.pem", "certs/self -> ."]);
});

const MANIFEST_JSON = JSON.stringify({
  functions: { f: { zip: "f.zip", handler: "index.handler", sha256: "0", bytes: 1 } },
});

test("files of tools, secrets of this machine and earlier packages are packaged only by name", () => {
  const directory = temporaryDirectory();
  write(directory, {
    "a.txt": "",
    ".config": "",
    ".env": "TOKEN=1",
    "web/.env.production": "TOKEN=2",
    "Pulumi.prod.yaml": "",
    "env/pyvenv.cfg": "",
    ".idea/x.txt": "",
    "dist/manifest.json": MANIFEST_JSON,
    "dist/f.zip": "",
    "dist/site.html": "",
    "data/manifest.json": "{}",
  });
  const leftOut = [
    ".env holds settings of this machine",
    ".idea/ belongs to an editor",
    "Pulumi.prod.yaml holds the settings of a stack",
    "dist/f.zip was written by polyfn build",
    "dist/manifest.json was written by polyfn build",
    "env/ is a virtual environment of Python",
    "web/.env.production holds settings of this machine",
  ];
  const paths = [".config", "a.txt", "data/manifest.json", "dist/site.html"];
  for (const pattern of ["**", ".", "./**/*"]) {
    expect(included([pattern], directory)).toEqual({ paths, leftOut, problems: [] });
  }
  expect(included(["**/*.txt"], directory)).toEqual({ paths: ["a.txt"], leftOut: [], problems: [] });
  expect(included(["web/.env*", "dist/f.zip", ".idea", "env/**"], directory)).toEqual({
    paths: [".idea/x.txt", "dist/f.zip", "env/pyvenv.cfg", "web/.env.production"],
    leftOut: [],
    problems: [],
  });
  expect(included(["**", "!.env"], directory).leftOut).not.toContain(leftOut[0]);
  expect(included(["web/*"], directory).problems).toEqual([
    '0: "web/*" matches no file: "web/.env.production" holds settings of this machine. Name it in full, "web/.env.production", if the function needs it.',
  ]);
});

test.each(["data/(*", "data/*)", "data/[*", "data/{a,*"])(
  "a pattern with half a pair of brackets is refused: %s",
  (written) => {
    const directory = temporaryDirectory();
    write(directory, { "data/[id]/x.txt": "x", "data/a.txt": "a" });
    expect(includedFiles({ name: "a", include: [written] }, directory).problems).toMatchObject([
      { code: "bad-pattern", message: `"${written}" has a bracket without its counterpart.` },
    ]);
  },
);

test("half a pair of brackets is part of a name that exists, or after a backslash", () => {
  const directory = temporaryDirectory();
  write(directory, { "data/(x/a.txt": "x" });
  for (const written of ["data/(x/*", "data/\\(*/*"])
    expect(includedFiles({ name: "a", include: [written] }, directory)).toMatchObject({
      problems: [],
      files: [{ path: "data/(x/a.txt" }],
    });
});
