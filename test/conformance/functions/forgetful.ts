import { defineHandler, type TableReader, type TableWriter } from "polyfn/runtime";

/** Writes a row whose time is over and one whose time is not, and says which it finds. */
export default defineHandler({
  async raw(_event, ctx) {
    const { fleeting } = ctx.resources as { fleeting: TableReader & TableWriter };
    const now = Math.floor(Date.now() / 1000);
    await fleeting.put({ id: "old", until: now - 60 });
    await fleeting.put({ id: "new", until: now + 3600 });
    const found = async (id: string) => (await fleeting.get({ id })) !== undefined;
    return { old: await found("old"), new: await found("new") };
  },
});
