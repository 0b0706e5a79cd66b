import { describe, expect, it } from "vitest";
import { patch, patchSet } from "../../../offline/plugins/aws/apigateway/patch.ts";
import { TestResource, useCloud } from "./cloud.ts";

const cloud = useCloud();
const token = (type: string) => `aws:apigateway/${type}:${type[0]?.toUpperCase()}${type.slice(1)}`;
const api = (name: string, more = {}) => new TestResource(cloud, token("restApi"), name).create({ name, ...more });
const functionUri = (name: string) =>
  `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:${cloud.account}:function:${name}/invocations`;

/** An API with one path and one method, to which a test adds other resources. */
async function method(name: string) {
  const rest = await api(name);
  const restApi = rest.id;
  const parentId = rest.state.rootResourceId;
  const { id: resourceId } = await new TestResource(cloud, token("resource"), name).create({
    restApi,
    parentId,
    pathPart: "a",
  });
  const key = { restApi, resourceId, httpMethod: "GET" };
  await new TestResource(cloud, token("method"), name).create({ ...key, authorization: "NONE" });
  return key;
}

describe(token("restApi"), () => {
  it("creates, updates, imports and deletes a REST API", async () => {
    const inputs = { name: "front", binaryMediaTypes: ["*/*"], endpointConfiguration: { types: "REGIONAL" } };
    const life = await api("front", { ...inputs, tags: { a: "1", b: "2" } });
    expect(life.state).toMatchObject({
      arn: `arn:aws:apigateway:us-east-1::/restapis/${life.id}`,
      executionArn: `arn:aws:execute-api:us-east-1:${cloud.account}:${life.id}`,
      rootResourceId: expect.stringMatching(/\w/),
    });
    await life.change({ ...inputs, description: "d", tags: { a: "3" } });
    expect(life.state.tagsAll).toEqual({ a: "3" });
    const changed = { ...inputs, name: "back", description: "d", disableExecuteApiEndpoint: true };
    await life.change(changed);
    await life.change({ ...changed, binaryMediaTypes: ["image/png", "*/*"] });
    await life.import(life.id, ["binaryMediaTypes"]);
    await life.delete();
  });

  it.each([
    [{ endpointConfiguration: { types: ["REGIONAL"] } }, /types is a list, but must be a string/],
    [{ endpointConfiguration: { types: "PRIVATE", ipAddressType: "ipv4" } }, /requires ipAddressType dualstack/],
    [{ minimumCompressionSize: "99999999" }, /from -1 to 10485760/],
  ])("refuses the REST API inputs %j", (more, reason) => {
    expect(new TestResource(cloud, token("restApi")).refusals({ name: "a", ...more }).join()).toMatch(reason);
  });
});

describe("resources that belong to a REST API", () => {
  it("creates, updates, imports and deletes a resource path", async () => {
    const rest = await api("resources");
    const inputs = { restApi: rest.id, parentId: rest.state.rootResourceId, pathPart: "items" };
    const life = await new TestResource(cloud, token("resource")).create(inputs);
    expect(life.state.path).toBe("/items");
    await life.change({ ...inputs, pathPart: "{proxy+}" });
    expect(life.state.path).toBe("/{proxy+}");
    await life.import(`${rest.id}/${life.id}`);
    await life.delete();
    expect(new TestResource(cloud, token("resource")).refusals({ ...inputs, pathPart: "a/b" }).join()).toMatch(
      /pathPart/,
    );
  });

  it("creates, imports and deletes a method", async () => {
    const { restApi, resourceId } = await method("methods");
    const inputs = { restApi, resourceId, httpMethod: "POST", authorization: "NONE" };
    const life = await new TestResource(cloud, token("method")).create({
      ...inputs,
      requestParameters: { "method.request.path.a": true },
    });
    expect(life.id).toBe(`agm-${restApi}-${resourceId}-POST`);
    expect(life.differences({ ...inputs, authorization: "AWS_IAM" })).toMatchObject({ authorization: "change" });
    expect(life.differences({ ...inputs, httpMethod: "PUT" })).toMatchObject({ httpMethod: "replace" });
    await life.import(`${restApi}/${resourceId}/POST`);
    await life.delete();
  });

  it("creates, imports and deletes an integration", async () => {
    const key = await method("integrations");
    const inputs = { ...key, type: "AWS_PROXY", integrationHttpMethod: "POST" };
    const life = await new TestResource(cloud, token("integration")).create({ ...inputs, uri: functionUri("one") });
    expect(life.id).toBe(`agi-${key.restApi}-${key.resourceId}-GET`);
    expect(life.differences({ ...inputs, uri: functionUri("two") })).toEqual({ uri: "change" });
    expect(life.differences({ ...key, type: "MOCK" })).toMatchObject({ type: "replace" });
    await life.import(`${key.restApi}/${key.resourceId}/GET`);
    await life.delete();
    const refusals = (more: object) =>
      new TestResource(cloud, token("integration")).refusals({ ...inputs, ...more }).join();
    expect(refusals({ uri: functionUri("one"), integrationHttpMethod: "GET" })).toMatch(/always invoked with POST/);
    expect(refusals({})).toMatch(/uri and integrationHttpMethod are required/);
  });

  it("creates, updates, imports and deletes the responses of a preflight request", async () => {
    const key = await method("responses");
    const header = "method.response.header.Access-Control-Allow-Origin";
    const integration = await new TestResource(cloud, token("integration"), "mock").create({
      ...key,
      type: "MOCK",
      requestTemplates: { "application/json": '{"statusCode":204}' },
    });
    const answer = await new TestResource(cloud, token("methodResponse")).create({
      ...key,
      statusCode: "204",
      responseParameters: { [header]: true },
    });
    expect(answer.id).toBe(`agmr-${key.restApi}-${key.resourceId}-GET-204`);
    await answer.import(`${key.restApi}/${key.resourceId}/GET/204`);

    const inputs = { ...key, statusCode: "204", responseParameters: { [header]: "'https://a.example'" } };
    const mapped = await new TestResource(cloud, token("integrationResponse")).create(inputs);
    expect(mapped.id).toBe(`agir-${key.restApi}-${key.resourceId}-GET-204`);
    await mapped.change({
      ...inputs,
      responseParameters: { [header]: "'*'" },
      responseTemplates: { "application/json": "" },
    });
    await mapped.import(`${key.restApi}/${key.resourceId}/GET/204`);
    await mapped.delete();
    await answer.delete();
    await integration.delete();
  });

  it("creates, updates, imports and deletes a deployment and a stage", async () => {
    const key = await method("stages");
    const { restApi } = key;
    await new TestResource(cloud, token("integration"), "staged").create({ ...key, type: "MOCK" });
    const deploy = (name: string) =>
      new TestResource(cloud, token("deployment"), name).create({
        restApi,
        description: name,
        triggers: { hash: name },
      });
    const deployment = await deploy("first");
    await deployment.change({ restApi, description: "changed", triggers: { hash: "first" } });
    expect(deployment.differences({ restApi, triggers: { hash: "2" } })).toMatchObject({ "triggers.hash": "replace" });
    await deployment.import(`${restApi}/${deployment.id}`, ["triggers"]);

    const inputs = { restApi, deployment: deployment.id, stageName: "live" };
    const stage = await new TestResource(cloud, token("stage")).create({
      ...inputs,
      variables: { a: "1", b: "2" },
      tags: { a: "1" },
    });
    expect(stage.id).toBe(`ags-${restApi}-live`);
    expect(stage.state).toMatchObject({
      arn: `arn:aws:apigateway:us-east-1::/restapis/${restApi}/stages/live`,
      executionArn: `arn:aws:execute-api:us-east-1:${cloud.account}:${restApi}/live`,
      invokeUrl: `https://${restApi}.execute-api.us-east-1.amazonaws.com/live`,
    });
    const second = await deploy("second");
    await stage.change({
      ...inputs,
      deployment: second.id,
      description: "d",
      variables: { b: "3" },
      xrayTracingEnabled: true,
    });
    expect(stage.state).toMatchObject({ deployment: second.id, variables: { b: "3" }, xrayTracingEnabled: true });
    await stage.change({ ...inputs, deployment: second.id });
    expect(stage.differences({ ...inputs, stageName: "other" })).toMatchObject({ stageName: "replace" });
    await stage.import(`${restApi}/live`);
    await stage.delete();
    await second.delete();
    await deployment.delete();
  });

  it("creates, updates, imports and deletes an authorizer", async () => {
    const { id: restApi } = await api("authorizers");
    const inputs = { restApi, name: "tokens", authorizerUri: functionUri("authorize") };
    const life = await new TestResource(cloud, token("authorizer")).create(inputs);
    await life.change({ ...inputs, authorizerResultTtlInSeconds: 60, identitySource: "method.request.header.X-Token" });
    await life.import(`${restApi}/${life.id}`);
    await life.delete();
    const refusals = new TestResource(cloud, token("authorizer")).refusals({ restApi, type: "COGNITO_USER_POOLS" });
    expect(refusals.join()).toMatch(/providerArns is required/);
  });
});

describe("patch operations", () => {
  it("replaces changed values and empties removed values", () => {
    const paths = { a: "/a", b: "/b", c: "/c", d: "/d" };
    expect(patch(paths, { a: "1", b: "2", c: true }, { a: "1", b: "3", d: 4 })).toEqual([
      { op: "replace", path: "/b", value: "3" },
      { op: "replace", path: "/c", value: "false" },
      { op: "replace", path: "/d", value: "4" },
    ]);
  });

  it("patches maps by key and escapes slashes", () => {
    const old = { templates: { "text/plain": "a", gone: "b" } };
    expect(patch({ templates: "/t" }, old, { templates: { "text/plain": "c", "a~b/c": "d" } })).toEqual([
      { op: "remove", path: "/t/gone" },
      { op: "replace", path: "/t/text~1plain", value: "c" },
      { op: "add", path: "/t/a~0b~1c", value: "d" },
    ]);
  });

  it("adds and removes members of sets", () => {
    expect(patchSet("/s", ["a", "b"], ["b", "c/d"])).toEqual([
      { op: "add", path: "/s", value: "c/d" },
      { op: "remove", path: "/s", value: "a" },
    ]);
    expect(patchSet("/s", [], ["*/*"], "path")).toEqual([{ op: "add", path: "/s/*~1*" }]);
  });
});
