import { type Demo, until } from "../demo.ts";
import { makePng, sampleImage } from "../samples.ts";

/** A row is removed; the files it stood for are deleted. */
const onChange: Demo = {
  trigger: "onChange",
  function: "changes",
  async fire({ cloud, app, run }) {
    const image = sampleImage(`table-${run}`);
    const { images, uploads } = app.resources;
    await cloud.putObject(uploads, image.thumbnail, makePng(8, 8), "image/png");
    await cloud.putRow(images, image);
    await cloud.deleteRow(images, { id: image.id });
    await until(`${image.thumbnail} deleted`, async () =>
      (await cloud.getObject(uploads, image.thumbnail)) === undefined ? true : undefined,
    );
    return { sent: `row ${image.id} put into table images, then deleted`, received: `${image.thumbnail} is gone` };
  },
};

export const table: readonly Demo[] = [onChange];
