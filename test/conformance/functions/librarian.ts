import { defineHandler, type TableReader, type TableWriter } from "polyfn/runtime";

/** Writes rows, reads them back by key and by index, and deletes one. */
export default defineHandler({
  async raw(event, ctx) {
    const text = Buffer.isBuffer(event) ? event.toString() : JSON.stringify(event);
    const { run } = JSON.parse(text) as { run: string };
    const { albums } = ctx.resources as { albums: TableReader & TableWriter };
    for (const [at, name] of ["a", "b", "c"].entries()) {
      await albums.put({ id: `${name}-${run}`, album: run, at: at + 1 });
    }
    const { rows } = await albums.query({ index: "byAlbum", partition: run, sort: { from: 2 } });
    const one = await albums.get({ id: `a-${run}` });
    await albums.delete({ id: `a-${run}` });
    const gone = (await albums.get({ id: `a-${run}` })) === undefined;
    return { found: rows.map((row) => String((row as { id?: unknown }).id).split("-")[0]), one, gone };
  },
});
