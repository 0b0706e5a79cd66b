import { createHmac } from "node:crypto";
import { addressOf } from "../../../offline/drivers/app.ts";
import type { HttpResponse } from "../../../offline/drivers/cloud.ts";
import { githubDelivery } from "../../../offline/drivers/github.ts";
import { type ConformanceCase, expectSame, recording } from "../case.ts";

const parse = (response: HttpResponse): Record<string, unknown> =>
  JSON.parse(response.body.toString("utf8")) as Record<string, unknown>;

const url: ConformanceCase = {
  title: "answers at its own URL: method, path, query, headers and bytes arrive as sent",
  proves: ["http"],
  parts: { functions: { open: recording({ web: { kind: "http" } }) } },
  async run({ cloud, function: fn }) {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
    const response = await cloud.request(`${addressOf(fn("open"))}/a/b%20c?x=1&y=%C3%A9`, {
      method: "PUT",
      headers: { "content-type": "application/octet-stream", "x-own": "value" },
      body: bytes,
    });
    expectSame(response.status, 200, "the status");
    const { method, path, query, body, headers } = parse(response);
    expectSame(
      [method, path, query, body, (headers as Record<string, string>)["x-own"]],
      [
        "PUT",
        "/a/b%20c",
        [
          ["x", "1"],
          ["y", "é"],
        ],
        bytes.toString("base64"),
        "value",
      ],
      "what arrived",
    );
    expectSame(response.headers["x-echo"], "yes", "a header of the answer");
  },
};

const api: ConformanceCase = {
  title: "answers the routes of an api with their parameters, and nothing else",
  proves: ["http.api", "resource.api"],
  parts: {
    resources: { door: { kind: "api" } },
    functions: {
      items: recording({ web: { kind: "http", api: "door", routes: ["GET /items/{id}", "POST /items"] } }),
      fileServer: recording({ web: { kind: "http", api: "door", routes: ["GET /files/{path+}"] } }),
    },
  },
  async run({ cloud, resource }) {
    const site = addressOf(resource("door"));
    const item = parse(await cloud.request(`${site}/items/a%20b`));
    expectSame([item.by, item.params], ["items", { id: "a b" }], "what answered /items/a b");
    const posted = parse(await cloud.request(`${site}/items`, { method: "POST", body: "text" }));
    expectSame([posted.by, posted.method], ["items", "POST"], "what answered POST /items");
    const file = parse(await cloud.request(`${site}/files/a/b/c.txt`));
    expectSame([file.by, file.params], ["fileServer", { path: "a/b/c.txt" }], "what answered /files/a/b/c.txt");
    for (const [method, path] of [
      ["GET", "/other"],
      ["DELETE", "/items/1"],
    ] as const) {
      const { status } = await cloud.request(`${site}${path}`, { method });
      if (status < 400 || status >= 500) throw new Error(`${method} ${path} was answered ${status}`);
    }
  },
};

const cors: ConformanceCase = {
  title: "answers what browsers ask before a request from another origin, and allows only what it says",
  proves: ["http.cors"],
  parts: {
    functions: {
      shared: recording({
        web: { kind: "http", cors: { origins: ["https://good.example"], methods: ["POST"], headers: ["x-own"] } },
      }),
    },
  },
  async run({ cloud, function: fn }) {
    const ask = (origin: string) =>
      cloud.request(addressOf(fn("shared")), {
        method: "OPTIONS",
        headers: { origin, "access-control-request-method": "POST", "access-control-request-headers": "x-own" },
      });
    const good = await ask("https://good.example");
    expectSame(good.headers["access-control-allow-origin"], "https://good.example", "the origin allowed");
    const bad = await ask("https://bad.example");
    if (bad.headers["access-control-allow-origin"] === "https://bad.example") throw new Error("it allows any origin");
    const real = await cloud.request(addressOf(fn("shared")), {
      method: "POST",
      headers: { origin: "https://good.example" },
      body: "x",
    });
    expectSame(real.headers["access-control-allow-origin"], "https://good.example", "the origin allowed in the answer");
  },
};

const webhook: ConformanceCase = {
  title: "takes calls with the right signature only",
  proves: ["webhook"],
  parts: {
    resources: { hookSecret: { kind: "secret", value: { config: "password" } } },
    functions: {
      hooked: recording({ push: { kind: "webhook", sender: "github", secret: "hookSecret" } }),
      hmac: recording({
        call: { kind: "webhook", sender: "hmac", secret: "hookSecret", hmac: { header: "x-signature" } },
      }),
    },
  },
  async run({ cloud, function: fn, recorded, run }) {
    const address = addressOf(fn("hooked"));
    const forged = await cloud.request(address, githubDelivery("push", { word: run }, "guessed"));
    expectSame(forged.status, 401, "the status of a forged call");
    const real = await cloud.request(address, githubDelivery("push", { word: run }, "not a secret"));
    if (real.status >= 300) throw new Error(`a signed call was answered ${real.status}`);
    await recorded("hooked", run, (r) => (r.data as { word?: string }).word === run);
    const body = JSON.stringify({ word: `hmac-${run}` });
    const signature = createHmac("sha256", "not a secret").update(body).digest("hex");
    const headers = { "content-type": "application/json", "x-signature": signature };
    await cloud.request(addressOf(fn("hmac")), { method: "POST", headers, body });
    await recorded("hmac", "the signed call", (r) => (r.data as { word?: string }).word === `hmac-${run}`);
  },
};

export const httpCases = [url, api, cors, webhook];
