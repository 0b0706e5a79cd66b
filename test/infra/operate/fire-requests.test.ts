import { describe, expect, it } from "vitest";
import { findRoute } from "../../../runtime/shim/routes.ts";
import { refusal } from "../../../runtime/shim/webhook.ts";
import { appWith, fire, replay } from "./firing.ts";

describe("an http trigger", () => {
  const routes = ["GET /orders/{id}", "POST /orders", "ANY /files/{path+}"];
  const api = appWith({ kind: "http", api: "site", routes }, { site: { kind: "api" } });

  it("is fired by a request to its own URL", async () => {
    const { calls, fired } = await fire(appWith({ kind: "http" }), { body: '{"a":1}', path: "x?y=1" });
    const headers = { "content-type": "application/json" };
    expect(calls).toEqual([
      ["request", "https://fn.example/x?y=1", { method: "POST", path: "/x?y=1", headers, body: '{"a":1}' }],
    ]);
    expect(fired.response?.body.toString()).toBe("ok");
  });

  it("is fired by a request to the first route of its api, with made-up parameters", async () => {
    const { calls } = await fire(api);
    const { method, path } = (calls[0] ?? [])[2] as { method: string; path: string };
    expect(findRoute(routes, method, path)?.route).toBe("GET /orders/{id}");
    expect(calls[0]?.[1]).toBe(`https://site.example${path}`);
  });

  it("refuses requests to other routes, and requests without what it demands", async () => {
    await expect(fire(api, { method: "PUT", path: "/orders" })).rejects.toThrow(
      "PUT /orders is not one of the trigger's routes",
    );
    await expect(fire(appWith({ kind: "http", auth: "iam" }))).rejects.toThrow("one of the cloud's own identities");
    const jwt = { issuer: "https://login.example.com", audience: ["shop"] };
    const secured = appWith({ kind: "http", api: "site", auth: "jwt" }, { site: { kind: "api", jwt } });
    await expect(fire(secured)).rejects.toThrow("takes requests with a token, and there is none");
    expect((await fire(secured, { headers: { Authorization: "Bearer t" } })).calls).toHaveLength(1);
  });

  it("is fired once more by the request of an event", async () => {
    const event = { method: "POST", url: "https://function.example/a?b=1", headers: { "x-a": "1" }, body: "hello" };
    const [call] = await replay(appWith({ kind: "http" }), JSON.stringify(event));
    expect(call?.[1]).toBe("https://fn.example/a?b=1");
    expect(call?.[2]).toMatchObject({ method: "POST", headers: { "x-a": "1" } });
  });
});

describe("a webhook trigger", () => {
  it.each(["github", "stripe", "slack", "standard"] as const)(
    "is fired by a call that is signed as by %s",
    async (sender) => {
      const spec = appWith(
        { kind: "webhook", sender, secret: "key" },
        { key: { kind: "secret", value: { config: "key" } } },
      );
      const { calls } = await fire(spec, { body: '{"ref":"main"}' });
      expect(calls.map(([method]) => method)).toEqual(["readSecret", "request"]);
      const { method, headers, body } = (calls[1] ?? [])[2] as {
        method: string;
        headers: Record<string, string>;
        body: Uint8Array;
      };
      expect([method, Buffer.from(body).toString()]).toEqual(["POST", '{"ref":"main"}']);
      const call = { headers: new Headers(headers), raw: body, now: Math.floor(Date.now() / 1000) };
      const settings = { sender, secret: "key", tolerance: 300 };
      expect(refusal(settings, call, "deployed secret")).toBeUndefined();
      expect(refusal(settings, call, "another")).toBeTypeOf("string");
    },
  );
});
