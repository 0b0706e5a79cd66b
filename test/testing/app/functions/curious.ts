import { defineHandler } from "polyfn/runtime";

interface Resources {
  readonly rows: { put(row: object): Promise<void> };
  readonly files: { put(key: string, body: string): Promise<void> };
}

/** Writes where it may not. */
export default defineHandler({
  async raw(event, ctx) {
    const resources = ctx.resources as unknown as Resources;
    if ((event as { readonly where: string }).where === "rows") await resources.rows.put({ id: "a" });
    else await resources.files.put("a.txt", "a");
  },
});
