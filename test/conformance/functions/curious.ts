import type { BucketReader, BucketWriter } from "polyfn/runtime";
import { defineHandler } from "polyfn/runtime";

type Files = BucketReader & BucketWriter;

/** Does the same with files that it may write and with files that it may only read; the cloud must tell them apart. */
export default defineHandler({
  async raw(_event, ctx) {
    const { mine, theirs } = ctx.resources as { mine: Files; theirs: Files };
    const write = async (files: Files) => {
      try {
        await files.put("note.txt", "x");
        return "written";
      } catch (error) {
        return `refused: ${(error as Error).name} ${(error as { code?: string }).code ?? ""}`;
      }
    };
    const read = await theirs.get("there.txt");
    return { mine: await write(mine), theirs: await write(theirs), read: await read?.text() };
  },
});
