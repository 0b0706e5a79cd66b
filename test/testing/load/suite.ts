import { fileURLToPath } from "node:url";
import { deploy } from "polyfn/testing";
import { beforeEach, describe, expect, it } from "vitest";
import spec from "./spec.ts";

/** Twenty-five integration tests on both clouds of this machine. */
export async function suite(file: number): Promise<void> {
  const directory = fileURLToPath(new URL(".", import.meta.url));
  const app = await deploy({ spec, targets: ["localstack", "aliyun"], directory });
  beforeEach(() => app.reset());
  const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);

  describe(`file ${file}`, () => {
    it.each(numbers(10))("answers call %i", async (n) => {
      expect(await app.functions.work.invoke({ n, file })).toEqual({ got: { n, file } });
    });

    it.each(numbers(8))("handles message %i, and no other test's", async (n) => {
      await app.resources.jobs.send({ id: `${file}-${n}`, n });
      await app.settled();
      expect(await app.resources.rows.query("id", `${file}-${n}`)).toEqual([{ id: `${file}-${n}`, n }]);
      if (n > 0) expect(await app.resources.rows.get({ id: `${file}-${n - 1}` })).toBeUndefined();
    });

    it.each(numbers(7))("handles object %i, and no other test's", async (n) => {
      await app.resources.files.put(`in/${n}.txt`, `text ${file} ${n}`);
      await app.settled();
      expect(await app.resources.rows.get({ id: `in/${n}.txt` })).toEqual({
        id: `in/${n}.txt`,
        text: `text ${file} ${n}`,
      });
      expect(await app.resources.files.list()).toEqual([`in/${n}.txt`]);
    });
  });
}
