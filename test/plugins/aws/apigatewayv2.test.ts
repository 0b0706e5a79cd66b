import { describe, expect, it } from "vitest";
import { TestResource, useCloud } from "./cloud.ts";

const cloud = useCloud();
const token = (type: string) => `aws:apigatewayv2/${type}:${type[0]?.toUpperCase()}${type.slice(1)}`;
const api = (name: string, more = {}) =>
  new TestResource(cloud, token("api"), name).create({ name, protocolType: "HTTP", ...more });
const functionUri = (name: string) => `arn:aws:lambda:us-east-1:${cloud.account}:function:${name}`;

describe(token("api"), () => {
  it("creates, updates, imports and deletes an HTTP API", async () => {
    const corsConfiguration = {
      allowOrigins: ["https://a.example", "https://b.example"],
      allowMethods: ["GET"],
      maxAge: 60,
    };
    const inputs = { name: "front", protocolType: "HTTP", corsConfiguration, tags: { a: "1", b: "2" } };
    const life = await api("front", inputs);
    expect(life.state).toMatchObject({
      arn: `arn:aws:apigateway:us-east-1::/apis/${life.id}`,
      executionArn: `arn:aws:execute-api:us-east-1:${cloud.account}:${life.id}`,
      apiEndpoint: expect.stringContaining(life.id),
    });
    await life.change({ ...inputs, description: "d", version: "2", tags: { a: "3" } });
    expect(life.state.tagsAll).toEqual({ a: "3" });
    await life.change({ ...inputs, corsConfiguration: { ...corsConfiguration, allowMethods: ["GET", "PUT"] } });
    await life.change({ name: "front", protocolType: "HTTP", disableExecuteApiEndpoint: true });
    expect(life.state.corsConfiguration).toBeUndefined();
    expect(life.differences({ name: "front", protocolType: "WEBSOCKET" })).toMatchObject({ protocolType: "replace" });
    await life.import(life.id);
    await life.delete();
  });

  it.each([
    [{ protocolType: "GOPHER" }, /one of HTTP, WEBSOCKET/],
    [{ corsConfiguration: { allowCredentials: true, allowOrigins: ["*"] } }, /allowCredentials is not allowed/],
    [{ name: "a".repeat(129) }, /name/],
    [{ corsConfiguration: { allowOrigin: ["*"] } }, /Did you mean allowOrigins/],
  ])("refuses the HTTP API inputs %j", (more, reason) => {
    const inputs = { name: "a", protocolType: "HTTP", ...more };
    expect(new TestResource(cloud, token("api")).refusals(inputs).join()).toMatch(reason);
  });
});

describe("resources that belong to an HTTP API", () => {
  it("creates, updates, imports and deletes a stage", async () => {
    const { id: apiId } = await api("stages");
    const inputs = { apiId, name: "$default", autoDeploy: true, tags: { a: "1" } };
    const life = await new TestResource(cloud, token("stage")).create({
      ...inputs,
      stageVariables: { a: "1", b: "2" },
    });
    expect(life.id).toBe("$default");
    expect(life.state).toMatchObject({
      arn: `arn:aws:apigateway:us-east-1::/apis/${apiId}/stages/$default`,
      executionArn: `arn:aws:execute-api:us-east-1:${cloud.account}:${apiId}/$default`,
      invokeUrl: expect.stringMatching(/\/$/),
    });
    await life.change({ ...inputs, description: "d", stageVariables: { b: "3" }, tags: { a: "2" } });
    await life.change({ ...inputs, defaultRouteSettings: { throttlingBurstLimit: 5, throttlingRateLimit: 10.5 } });
    expect(life.differences({ ...inputs, name: "v1" })).toMatchObject({ name: "replace" });
    await life.import(`${apiId}/$default`);
    await life.delete();
  });

  it("creates, updates, imports and deletes an integration and a route", async () => {
    const { id: apiId } = await api("routes");
    const inputs = { apiId, integrationType: "AWS_PROXY", payloadFormatVersion: "2.0" };
    const integration = await new TestResource(cloud, token("integration")).create({
      ...inputs,
      integrationUri: functionUri("one"),
    });
    await integration.change({
      ...inputs,
      integrationUri: functionUri("two"),
      description: "d",
      timeoutMilliseconds: 5000,
    });
    await integration.change({
      ...inputs,
      integrationUri: functionUri("two"),
      requestParameters: { "append:header.a": "1" },
    });
    await integration.change({ ...inputs, integrationUri: functionUri("two") });
    expect(integration.differences({ ...inputs, integrationType: "MOCK" })).toMatchObject({
      integrationType: "replace",
    });
    await integration.import(`${apiId}/${integration.id}`);

    const target = `integrations/${integration.id}`;
    const route = await new TestResource(cloud, token("route")).create({ apiId, routeKey: "GET /items/{id}", target });
    await route.change({
      apiId,
      routeKey: "PUT /items/{id}",
      target,
      authorizationType: "AWS_IAM",
      operationName: "put",
    });
    await route.change({ apiId, routeKey: "PUT /items/{id}", target });
    expect(route.differences({ apiId: "other", routeKey: "GET /", target })).toMatchObject({ apiId: "replace" });
    await route.import(`${apiId}/${route.id}`);
    await route.delete();
    await integration.delete();
  });

  it("creates, updates, imports and deletes an authorizer", async () => {
    const { id: apiId } = await api("authorizers");
    const inputs = { apiId, name: "jwt", authorizerType: "JWT", identitySources: ["$request.header.Authorization"] };
    const jwtConfiguration = { issuer: "https://issuer.example", audiences: ["a", "b"] };
    const life = await new TestResource(cloud, token("authorizer")).create({ ...inputs, jwtConfiguration });
    expect(life.differences({ ...inputs, jwtConfiguration: { ...jwtConfiguration, audiences: ["b", "a"] } })).toEqual(
      {},
    );
    await life.change({ ...inputs, name: "tokens", jwtConfiguration: { ...jwtConfiguration, audiences: ["c"] } });
    await life.import(`${apiId}/${life.id}`);
    await life.delete();
    const refusals = new TestResource(cloud, token("authorizer")).refusals(inputs);
    expect(refusals.join()).toMatch(/jwtConfiguration is required/);
  });

  it("creates, imports and deletes a deployment", async () => {
    const { id: apiId } = await api("deployments");
    const life = await new TestResource(cloud, token("deployment")).create({
      apiId,
      description: "one",
      triggers: { hash: "1" },
    });
    // Not every server can change a description, so only the planned change is checked.
    expect(life.differences({ apiId, description: "two", triggers: { hash: "1" } })).toEqual({ description: "change" });
    expect(life.differences({ apiId, description: "one", triggers: { hash: "2" } })).toEqual({
      "triggers.hash": "replace",
    });
    await life.import(`${apiId}/${life.id}`, ["triggers"]);
    await life.delete();
  });

  it("creates, updates, imports and deletes a domain and its API mapping", async () => {
    const { id: apiId } = await api("domains");
    await new TestResource(cloud, token("stage"), "d").create({ apiId, name: "$default" });
    const domainNameConfiguration = {
      certificateArn: `arn:aws:acm:us-east-1:${cloud.account}:certificate/one`,
      endpointType: "REGIONAL",
      securityPolicy: "TLS_1_2",
    };
    const inputs = { domainName: "api.example.com", domainNameConfiguration };
    const domain = await new TestResource(cloud, token("domainName")).create({ ...inputs, tags: { a: "1" } });
    expect(domain.id).toBe("api.example.com");
    const certificateArn = `arn:aws:acm:us-east-1:${cloud.account}:certificate/two`;
    await domain.change({ ...inputs, domainNameConfiguration: { ...domainNameConfiguration, certificateArn } });
    await domain.import("api.example.com");

    const mapping = { apiId, domainName: "api.example.com", stage: "$default" };
    const life = await new TestResource(cloud, token("apiMapping")).create(mapping);
    await life.change({ ...mapping, apiMappingKey: "v1" });
    expect(life.differences({ ...mapping, domainName: "b.example.com" })).toMatchObject({ domainName: "replace" });
    await life.import(`${life.id}/api.example.com`);
    await life.delete();
    await domain.delete();
  });

  it("explains the format of an import ID", async () => {
    await expect(new TestResource(cloud, token("route")).import("only-one-part")).rejects.toThrow(
      /is not an import id/,
    );
  });
});
