import { addressOf } from "../app.ts";
import type { HttpResponse } from "../cloud.ts";
import { type Demo, expectThat, type Stage } from "../demo.ts";
import { makePng, sampleImage } from "../samples.ts";

const json = (response: HttpResponse): unknown => JSON.parse(response.body.toString("utf8"));

/** An image that is in table and bucket is listed by the API and served byte for byte. */
const gallery: Demo = {
  trigger: "api",
  function: "gallery",
  async fire({ cloud, app, run }) {
    const image = sampleImage(`http-${run}`);
    const picture = makePng(32, 24);
    await cloud.putObject(app.resources.uploads, image.thumbnail, picture, "image/png");
    await cloud.putRow(app.resources.images, image);
    const site = addressOf(app.resources.site);
    const list = await cloud.request(`${site}/images?album=${image.album}`);
    expectThat(list.status === 200, `the list was answered ${list.status}: ${list.body.toString("utf8")}`);
    expectThat(JSON.stringify(json(list)).includes(image.id), "the list lacks the image");
    const file = await cloud.request(`${site}/images/${image.id}/thumbnail`);
    expectThat(file.status === 200, `the thumbnail was answered ${file.status}: ${file.body.toString("utf8")}`);
    expectThat(file.body.equals(picture), `the thumbnail came back changed (${file.body.length} bytes)`);
    const none = await cloud.request(`${site}/images/unknown`);
    expectThat(none.status === 404, `an unknown image was answered ${none.status}, not 404`);
    return {
      sent: `GET /images?album=${image.album}, /images/{id}/thumbnail, /images/unknown`,
      received: `200 with 1 image; 200 ${file.headers["content-type"]}, ${file.body.length} bytes as stored; 404`,
    };
  },
};

/** A function behind the API calls another function and answers with its result. */
const reports: Demo = {
  trigger: "api",
  function: "reports",
  async fire({ cloud, app, run }) {
    const album = `report-${run}`;
    const answer = await cloud.request(`${addressOf(app.resources.site)}/reports`, post({ album }));
    expectThat(answer.status === 201, `the request was answered ${answer.status}: ${answer.body.toString("utf8")}`);
    const { key } = json(answer) as { key?: unknown };
    expectThat(typeof key === "string" && key.includes(album), `the answer names no report: ${answer.body}`);
    const report = await cloud.getObject(app.resources.uploads, key);
    expectThat(report !== undefined, `${key} was not written`);
    return { sent: `POST /reports for album ${album}`, received: `201; ${key}, ${report.length} bytes` };
  },
};

/** The function's own address hands out another one, to which a picture is uploaded without any function. */
const upload: Demo = {
  trigger: "url",
  function: "upload",
  async fire({ cloud, app, run }: Stage) {
    const answer = await cloud.request(
      addressOf(app.functions.upload),
      post({ album: `upload-${run}`, name: "Beach 1.png" }),
    );
    expectThat(answer.status === 200, `the request was answered ${answer.status}: ${answer.body.toString("utf8")}`);
    const { url, key, headers } = json(answer) as { url: string; key: string; headers: Record<string, string> };
    const picture = makePng(64, 64);
    const put = await cloud.request(url, { method: "PUT", headers, body: picture });
    expectThat(put.status === 200, `the upload was answered ${put.status}: ${put.body.toString("utf8")}`);
    const stored = await cloud.getObject(app.resources.uploads, key);
    expectThat(stored !== undefined && picture.equals(stored), `${key} is not what was uploaded`);
    return {
      sent: "POST to the function URL, then PUT to the signed address it gave",
      received: `200 and ${key}, ${stored.length} bytes as sent`,
    };
  },
};

const post = (body: unknown) => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

export const http: readonly Demo[] = [upload, gallery, reports];
