/** Keys of objects, and what every method of every cloud's client does with them. The table of docs/values.md. */
export interface ObjectKeyCase {
  readonly shown: string;
  readonly key: string;
  /** `stored`: put, got, listed, deleted and reached by signed addresses; `refused`: by every method. */
  readonly result: "stored" | "refused";
}

const shown = (key: string): string => JSON.stringify(key).replaceAll("\ud800", "\\ud800");
const stored = (key: string, text = shown(key)): ObjectKeyCase => ({ shown: text, key, result: "stored" });
const refused = (key: string, text = shown(key)): ObjectKeyCase => ({ shown: text, key, result: "refused" });

export const objectKeys: readonly ObjectKeyCase[] = [
  stored("plain.txt"),
  stored("a b+c.txt"),
  stored(" spaces "),
  stored("100%.txt"),
  stored("a%25b.txt"),
  stored("%2e%2e/x"),
  stored("what?x=1&y.txt"),
  stored("a#b.txt"),
  stored("it's (1)*!~.txt"),
  stored("<&>\"'.txt"),
  stored("@:,;$=[]{}|^`.txt"),
  stored("back\\slash.txt"),
  stored("日本/🎉.txt"),
  stored("e\u0301 é", '"e\\u0301 é"'),
  stored("a//b"),
  stored("folder/"),
  stored(".hidden"),
  stored(".../a..b"),
  stored("k".repeat(1023), "1,023 bytes"),
  refused(""),
  refused("k".repeat(1024), "1,024 bytes"),
  refused("/a"),
  refused("\\a"),
  refused("."),
  refused(".."),
  refused("./a"),
  refused("../a"),
  refused("a/./b"),
  refused("users/42/../43/secret.txt"),
  refused("a/.."),
  refused("a\nb"),
  refused("a\u0000b"),
  refused("\u007f", '"\\u007f"'),
  refused("\ud800"),
];

/** Metadata, and what is read back of it. */
export interface MetadataCase {
  readonly shown: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly result:
    | "stored"
    | "refused"
    | { readonly shown: string; readonly metadata: Readonly<Record<string, string>> };
}

export const metadataCases: readonly MetadataCase[] = [
  { shown: '{ by: "me, 100%" }', metadata: { by: "me, 100%" }, result: "stored" },
  { shown: '{ by: "Jürgen 日本 🎉" }', metadata: { by: "Jürgen 日本 🎉" }, result: "stored" },
  { shown: "a text of 200 characters beyond ASCII", metadata: { by: "日".repeat(200) }, result: "stored" },
  {
    shown: '{ userId: "1" }',
    metadata: { userId: "1" },
    result: { shown: 'read as { userid: "1" }', metadata: { userid: "1" } },
  },
  { shown: '{ user_id: "1" }', metadata: { user_id: "1" }, result: "refused" },
  { shown: '{ a: "1", A: "2" }', metadata: { a: "1", A: "2" }, result: "refused" },
  { shown: '{ a: "" }', metadata: { a: "" }, result: "refused" },
  { shown: '{ a: " 1" }', metadata: { a: " 1" }, result: "refused" },
  { shown: '{ a: "1\\n2" }', metadata: { a: "1\n2" }, result: "refused" },
  { shown: '{ a: "=?UTF-8?B?YQ==?=" }', metadata: { a: "=?UTF-8?B?YQ==?=" }, result: "refused" },
  { shown: "more than 2,048 bytes", metadata: { a: "x".repeat(2048) }, result: "refused" },
];
