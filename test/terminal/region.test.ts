import { PassThrough } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { expect, it } from "vitest";
import { Region } from "../../terminal/region.ts";

/** A terminal of 40 columns, and everything that was written to it. */
function fakeTerminal() {
  let text = "";
  const stream = Object.assign(new PassThrough(), { isTTY: true, columns: 40, rows: 20 });
  stream.on("data", (chunk: Buffer) => {
    text += chunk.toString("utf8");
  });
  return { stream: stream as unknown as NodeJS.WriteStream, written: () => stripVTControlCharacters(text) };
}

it("draws sections in the order in which they were opened, and what is printed above them", async () => {
  const { stream, written } = fakeTerminal();
  const region = new Region(stream);
  const [first, second] = [region.open(), region.open()];
  second.update(["second"]);
  first.update(["first"]);
  await expect.poll(written).toContain("first\nsecond");
  region.above(() => stream.write("a line\n"));
  expect(written()).toMatch(/a line\nfirst\nsecond\n$/);
  first.end();
  second.end();
  const before = written();
  region.above(() => stream.write("the end\n"));
  expect(written()).toBe(`${before}the end\n`);
});

it("writes text alone when nothing is rewritten", () => {
  const { stream, written } = fakeTerminal();
  const region = new Region(stream);
  region.open().end();
  region.above(() => stream.write("a line\n"));
  expect(written()).toBe("a line\n");
});
