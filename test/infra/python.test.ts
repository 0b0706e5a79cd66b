import { expect, test } from "vitest";
import { elf, machO, pe } from "./binaries.ts";
import { custom, found, type Given, NONE } from "./found.ts";

const python = (fn: object = {}) => ({ handler: "jobs/app.py:main", runtime: "python", ...fn });
const module = (text: string, fn?: object): Given => ({ files: { "jobs/app.py": text }, fn: python(fn) });

test.each<[string, Given]>([
  ["a function", module("def main(event, context):\n  return 1\n")],
  ["a decorated function", module("@tracer.wrap()\ndef main(event, context): pass\n")],
  ["a decorated async function", module("@run\nasync def main(event, context): pass\n")],
  ["a class that is made of both arguments", module("class main:\n  def __init__(self, event, context): pass\n")],
  ["a class with a base", module("class main(Base):\n  pass\n")],
  ["a class that makes itself", module("class main:\n  def __new__(cls, *args): pass\n")],
  ["an assignment", module("main = Mangum(app)\n")],
  ["an assignment with a type", module("main: Handler = make()\n")],
  ["an assignment of several names", module("other, (main, *rest) = handlers()\n")],
  ["a chain of assignments", module("lambda_handler = main = make()\n")],
  ["an import", module("from .impl import main\n")],
  ["an import under another name", module("from impl import (\n  handler as main,  # the handler\n)\n")],
  [
    "a definition under a condition",
    module("try:\n  from fast import main\nexcept ImportError:\n  def main(e, c): pass\n"),
  ],
  ["the default name", module("def handler(event, context): pass\n", { handler: "jobs/app.py" })],
])("a Python handler is accepted that is %s", (_, given) => {
  expect(found(given)).toEqual(NONE);
});

test.each<[string, Given, string, string]>([
  [
    "a misspelt name",
    module("def mian(e, c): pass\n"),
    'jobs/app.py has no function "main"; it has mian.',
    '"jobs/app.py:mian"',
  ],
  ["an empty file", module(""), "it defines none", 'Define "def main(event, context):"'],
  ["a method", module("class A:\n  def main(self): pass\n"), "it has A", "def main"],
  ["a function within another", module("def a():\n  def main(): pass\n"), "it has a", "def main"],
  ["a name in a text", module('"""\ndef main(e, c): pass\n"""\n# def main():\n'), "it defines none", "def main"],
  ["another name of an import", module("from a import main as other\n"), "it has other", "def main"],
  ["a module", module("import main.other\n"), 'has no function "main"', "def main"],
  ["a type without a value", module("main: Handler\n"), 'has no function "main"', "def main"],
  ["a value", module("x = 1\nmain = None\n"), 'jobs/app.py:2: "main" is not a function', "def main"],
  [
    "a folder",
    { files: { "jobs/app.py": "" }, fn: python({ handler: "jobs" }) },
    '"jobs" is a folder',
    "folder/file.py:function",
  ],
  [
    "another file",
    { files: { "jobs/a.txt": "" }, fn: python({ handler: "jobs/a.txt:main" }) },
    "not a Python file",
    "folder/file.py",
  ],
  [
    "a file whose name cannot be imported",
    { files: { "jobs/v1.2.py": "def main(e, c): pass" }, fn: python({ handler: "jobs/v1.2.py:main" }) },
    '"v1.2.py" has a name that Python cannot import',
    '"v1_2.py"',
  ],
])("a Python handler is refused that is %s", (_, given, message, remedy) => {
  const { problems } = found(given);
  expect(problems).toEqual([expect.stringContaining(message)]);
  expect(problems[0]).toContain(remedy);
});

test.each([
  ["an import of all names", "from impl import *\n"],
  ["a name that is made at run time", 'globals()["main"] = make()\n'],
  ["a name that a loop binds", "for main in handlers(): pass\n"],
  ["a name that a function makes global", "def setup():\n  global main\n  main = 1\n"],
])("a Python handler that cannot be analysed causes a remark: %s", (_, text) => {
  expect(found(module(text))).toEqual({ problems: [], remarks: [expect.stringContaining("unseen-handler: Whether")] });
});

test("an async function, which no Python runtime awaits, causes a remark", () => {
  expect(found(module("async def main(event, context): pass\n"))).toEqual({
    problems: [],
    remarks: [expect.stringContaining('jobs/app.py:1: "main" is an async function')],
  });
});

test.each([
  "event, context",
  "event, context=None",
  "event, context, /",
  "event: dict, context: Context, region: str = 'eu', *, retries=3, **rest",
  "*args",
  "event, *rest",
  "a=1, b=2, c=3",
  "*args, retries: int = 3",
])("a Python handler can have the parameters (%s)", (parameters) => {
  expect(found(module(`def main(${parameters}): pass\n`))).toEqual(NONE);
  expect(found(module(`main = lambda ${parameters.replace(/: \w+/g, "")}: 0\n`))).toEqual(NONE);
});

test.each([
  ["", "takes no positional arguments, and the runtime gives it two: event and context"],
  ["event", "takes 1 positional argument, and the runtime gives it two"],
  ["event, *, context", "takes 1 positional argument, and"],
  ["event, context, region", "needs 3 positional arguments, and"],
  ["**kwargs", "takes no positional arguments, and"],
  ["event, context, *, retries", 'needs "retries" as a keyword argument, which the runtime does not give'],
  ["*args, retries", 'needs "retries" as a keyword argument'],
])("a Python handler cannot have the parameters (%s)", (parameters, message) => {
  for (const text of [`\ndef main(${parameters}): pass\n`, `\nmain = lambda ${parameters}: 0\n`]) {
    const { problems } = found(module(text));
    expect(problems).toEqual([expect.stringContaining(`jobs/app.py:2: "main" ${message}`)]);
    expect(problems[0]).toContain("def main(event, context):");
  }
});

test.each([
  ["class main:\n  def __init__(self, event): pass\n", "takes 1 positional argument"],
  ["class main:\n  def __call__(self, event, context): pass\n", "is a class that takes no arguments"],
])("a Python handler is refused that is a class without both arguments", (text, message) => {
  expect(found(module(text)).problems).toEqual([expect.stringContaining(message)]);
});

test("a decorated Python handler may have other arguments", () => {
  expect(found(module("@app.route('/')\ndef main(): pass\n"))).toEqual(NONE);
});

const MAIN = "def main(event, context):\n  pass\n";

test.each([
  ["def main(event, context)\n  return 1\n", '1:25: ":" is expected here'],
  ["class A\n  pass\n", '1:8: ":" is expected here'],
  ["def main(event, context):\nreturn 1\n", "2:1: an indented block is expected here"],
  ["def main(event, context):\n    a = 1\n  return a\n", "3:3: the indentation fits no block around it"],
  [`  import os\n${MAIN}`, "1:3: the indentation fits no block"],
  ["def main(event, context):\n  a = 1\n    b = 2\n", "3:5: the line is indented more than the block that it is in"],
  ["def main(event, context):\n  if event:\n    a = 1\n   b = 2\n", "4:4: the line is indented more than"],
  [`x = 1 +\n${MAIN}`, "1:8: the line ends before its statement is complete"],
  [`import\n${MAIN}`, "1:7: the line ends before its statement is complete"],
  ["def main(event, context):\n  x = [1,\n  return x\n", '3:3: "[" in line 2 is never closed'],
  [`x = 'a\n${MAIN}`, "1:5: a string has no end"],
  [`print 'a'\n${MAIN}`, "1:1: print needs parentheses in Python 3"],
  ["def main(event context): pass\n", '1:16: "context" is not expected'],
  [`const x = 1;\n${MAIN}`, "1:7: "],
  [`try:\n  pass\n${MAIN}`, "3:1: try has neither except nor finally"],
  ["def main(event, context):\n  await x()\n", "2:3: await is outside of an async function"],
  [`return 1\n${MAIN}`, "1:1: return is outside of a function"],
  [`if x:\n  break\n${MAIN}`, "2:3: there is no loop around it"],
  [`x = (1,\n${MAIN}`, '2:1: "(" in line 1 is never closed'],
  [`x = {"é": }\n${MAIN}`, '1:11: "}" is not expected'],
])("a Python handler with a syntax error is refused with the position: %j", (text, message) => {
  const { problems } = found(module(text));
  expect(problems).toEqual([expect.stringContaining(`python-syntax: jobs/app.py:${message}`)]);
});

test.each([
  "with (\n  open('a') as f,\n  open('b') as g,\n):\n  pass\n",
  "@a.b(c)[0]\ndef f(): ...\n",
  "def g():\n  x = (yield)\n  y = lambda: (yield)\n",
  "x[*a]\n",
  "x = [1., -2.]\n",
  "def g():\n  yield\n",
  "with a() as (b, c):\n  x = 1\n",
  "lambda a,: 0\n",
  "def f(a, *args: *Ts): pass\n",
  "for x in *a, *b: pass\n",
  "match x:\n  case -1 | 1.5 | a.b: pass\n  case {'a': [1, *rest]} if y: pass\n  case Point(x=0): pass\n",
  "x = t'{a}'\n",
  "x = f'{a['b']}' f\"{f\"{1}\"}\"\n",
  "type X[T] = list[T]\ndef f[T: int](x: T) -> T: return x\n",
  "try:\n  pass\nexcept* ValueError as e:\n  pass\n",
  "if (n := 10) > 5: pass\n",
  "\uFEFFimport os\r\nif os:\r\n  y = 2\r\n",
  "def f():\n    # c\n  # d\n    pass\n# e\n",
  "x = [\n 1,\n   2\n]\n\n  # odd comment\ny = 1; z = 2\n",
  "async def f():\n  async with a as b, c: pass\n  return [await x async for x in y]\n",
  "for x in y:\n  if x: continue\nelse:\n  pass\nwhile True:\n  try:\n    break\n  finally:\n    pass\n",
  "x = '''a\nb''' 'c' \"\" r'\\d' rb'x' '\\\n'\n",
])("valid Python is never taken for a syntax error: %j", (text) => {
  expect(found(module(`${text}${MAIN}`))).toEqual(NONE);
});

const APP = { "jobs/app.py": "def main(event, context): pass" };
const withFiles = (files: Given["files"], more: Partial<Given> = {}): Given => ({
  files: { ...APP, ...files },
  fn: python(),
  ...more,
});
const REQUIREMENTS =
  "# tools\nRequests[socks]==2.32 --hash=sha256:x\n-r more.txt\n-i https://x\nPyYAML>=6 # yaml\nwin ; sys_platform == 'win32'\n";

test.each<[string, Given, string]>([
  [
    "requirements.txt",
    withFiles({ "jobs/requirements.txt": REQUIREMENTS, "jobs/more.txt": "boto3\n" }),
    "Requests, boto3, PyYAML",
  ],
  [
    "pyproject.toml",
    withFiles({ "jobs/pyproject.toml": '[project]\nname = "x"\ndependencies = ["httpx>=0.27"]\n' }),
    "httpx",
  ],
  [
    "Poetry's pyproject.toml",
    withFiles({ "jobs/pyproject.toml": '[tool.poetry.dependencies]\npython = "^3.12"\nrich = "*"\n' }),
    "rich",
  ],
  ["Pipfile", withFiles({ "jobs/Pipfile": '[packages]\nflask = "*"\n[dev-packages]\npytest = "*"\n' }), "flask"],
  [
    "a custom runtime's requirements.txt",
    { files: { "app/bootstrap": "#!/bin/sh\n", "app/requirements.txt": "flask" }, fn: custom() },
    "flask",
  ],
])("dependencies that are not installed are refused: %s", (_, given, names) => {
  const { problems } = found(given);
  expect(problems).toEqual([expect.stringContaining(`asks for ${names}, which`)]);
  expect(problems[0]).toContain("pip install ");
  expect(problems[0]).toContain("--platform manylinux2014_x86_64");
});

test.each<[string, Given]>([
  [
    "installed beside the handler",
    withFiles({
      "jobs/requirements.txt": "PyYAML>=6\nruamel.yaml\nsix\n",
      "jobs/PyYAML-6.0.2.dist-info/METADATA": "",
      "jobs/ruamel_yaml-0.18.dist-info/METADATA": "",
      "jobs/six.py": "",
    }),
  ],
  ["brought by the runtime", withFiles({ "jobs/requirements.txt": "boto3\n" }, { provides: ["boto3"] })],
  [
    "left out by the author",
    withFiles({ "jobs/requirements.txt": "boto3\n", "jobs/.polyfnignore": "requirements.txt" }),
  ],
  ["none at all", withFiles({ "jobs/requirements.txt": "# none\n", "jobs/pyproject.toml": "[tool.ruff]\n" })],
  [
    "installed in a folder of a custom runtime",
    {
      files: {
        "app/bootstrap": "#!/bin/sh\n",
        "app/requirements.txt": "flask",
        "app/lib/flask-3.1.dist-info/METADATA": "",
      },
      fn: custom(),
    },
  ],
])("dependencies are accepted that are %s", (_, given) => {
  expect(found(given)).toEqual(NONE);
});

test("dependencies that a layer may contain cause a remark", () => {
  const given = withFiles(
    { "jobs/requirements.txt": "boto3\n" },
    { fn: python({ layers: ["arn:aws:lambda:x:1:layer:b:1"] }) },
  );
  expect(found(given)).toEqual({ problems: [], remarks: [expect.stringContaining("layer-dependencies:")] });
});

test.each<[string, Record<string, Buffer>, string]>([
  ["macOS", { "np/_core.cpython-313-darwin.so": machO(0x0100000c) }, "a Mach-O file for macOS on arm64"],
  ["Windows", { "np/_core.cp313-win_amd64.pyd": pe(0x8664) }, "a PE file for Windows"],
  ["arm64", { "np/_core.cpython-313-aarch64-linux-gnu.so": elf({ machine: 183 }) }, "an ELF file for Linux on arm64"],
  [
    "another Python",
    { "np/_core.cpython-311-x86_64-linux-gnu.so": elf({ machine: 62 }) },
    "is for Python 3.11; the function runs on python3.13",
  ],
])("an extension module for %s is refused", (_, modules, message) => {
  const files = Object.fromEntries(Object.entries(modules).map(([path, bytes]) => [`jobs/${path}`, bytes]));
  const { problems } = found(withFiles(files));
  expect(problems).toEqual([expect.stringContaining(`foreign-binary: ${Object.keys(modules)[0]} `)]);
  expect(problems[0]).toContain(message);
});

test("an extension module is accepted when one of its files matches", () => {
  const files = {
    "jobs/np/_core.cpython-311-x86_64-linux-gnu.so": elf({ machine: 62 }),
    "jobs/np/_core.cpython-313-x86_64-linux-gnu.so": elf({ machine: 62 }),
    "jobs/np/_core.cpython-313-darwin.so": machO(0x0100000c),
    "jobs/np/other.abi3.so": elf({ machine: 62 }),
  };
  expect(found(withFiles(files))).toEqual(NONE);
});
