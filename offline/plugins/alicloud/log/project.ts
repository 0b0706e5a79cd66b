import type { ProjectArgs, ProjectState } from "@pulumi/alicloud/log/index.js";
import { finish } from "../../server/finish.ts";
import { erase, type Fields, type Plain, type ResourceType } from "../../server/resource-type.ts";
import { changedKeys } from "../changes.ts";
import type { AlicloudContext } from "../clients.ts";
import { fromApi, type Spelling, without } from "../mapping.ts";
import { list } from "../rpc.ts";
import { tagChanges, tagState } from "../tags.ts";
import { sls } from "./sls.ts";
import { projectTable } from "./tables.ts";

type Inputs = Plain<ProjectArgs>;
type State = Plain<ProjectState>;

const SLS: Spelling = { style: "camel" };
const readable = without(projectTable, "name", "policy", "tags");

/** https://help.aliyun.com/zh/sls/developer-reference/api-sls-2020-12-30-createproject */
const projectType: ResourceType<AlicloudContext, Inputs, State> = {
  table: projectTable,
  autoName: { property: "name", maxLength: 63, unless: "projectName" },

  async create(cloud, inputs) {
    const projectName = inputs.projectName ?? inputs.name ?? "";
    const { description = "", resourceGroupId } = inputs;
    const body = { projectName, description, ...(resourceGroupId && { resourceGroupId }) };
    await sls(cloud, { action: "CreateProject", path: "/", body });
    return finish(projectName, async () => {
      await retag(cloud, projectName, {}, inputs.tags);
      if (inputs.policy) await setPolicy(cloud, projectName, inputs.policy);
    });
  },

  async read(cloud, id) {
    const found = await sls(cloud, { action: "GetProject", method: "GET", path: "/", project: id });
    const query = { resourceType: "PROJECT", resourceId: JSON.stringify([id]) };
    const tags = await sls(cloud, { action: "ListTagResources", method: "GET", path: "/tags", query });
    return {
      ...fromApi<State>(readable, found, SLS),
      name: id,
      projectName: id,
      policy: await readPolicy(cloud, id),
      tags: tagState(list(tags, "tagResources")),
    };
  },

  async update(cloud, id, inputs, old) {
    const changed = changedKeys(projectTable, { ...old }, { ...inputs });
    const put = (action: string, path: string, body: Fields) =>
      sls(cloud, { action, method: "PUT", path, body, project: id });
    if (changed.has("description")) await put("UpdateProject", "/", { description: inputs.description ?? "" });
    if (changed.has("resourceGroupId")) {
      const body = { resourceId: id, resourceGroupId: inputs.resourceGroupId, resourceType: "PROJECT" };
      await put("ChangeResourceGroup", "/resourcegroup", body);
    }
    if (changed.has("tags")) await retag(cloud, id, old.tags, inputs.tags);
    if (changed.has("policy")) await setPolicy(cloud, id, inputs.policy);
  },

  async delete(cloud, id) {
    await sls(cloud, { action: "DeleteProject", method: "DELETE", path: "/", project: id });
  },

  async find(_cloud, { projectName, name }) {
    return projectName ?? name;
  },
};

/** The response is the policy document itself, not an object that contains it. */
async function readPolicy(cloud: AlicloudContext, project: string): Promise<string | null> {
  const found = await sls(cloud, { action: "GetProjectPolicy", method: "GET", path: "/policy", project });
  return Object.keys(found).length > 0 ? JSON.stringify(found) : null;
}

async function setPolicy(cloud: AlicloudContext, project: string, policy: string | undefined): Promise<void> {
  if (policy) {
    await sls(cloud, { action: "PutProjectPolicy", path: "/policy", body: JSON.parse(policy) as Fields, project });
  } else {
    await sls(cloud, { action: "DeleteProjectPolicy", method: "DELETE", path: "/policy", project });
  }
}

async function retag(cloud: AlicloudContext, id: string, from: State["tags"], to: Inputs["tags"]): Promise<void> {
  const { set, remove } = tagChanges(from, to);
  const about = { resourceId: [id], resourceType: "PROJECT" };
  if (remove.length > 0)
    await sls(cloud, { action: "UntagResources", path: "/untag", body: { ...about, tags: remove } });
  if (Object.keys(set).length === 0) return;
  const tags = Object.entries(set).map(([key, value]) => ({ key, value }));
  await sls(cloud, { action: "TagResources", path: "/tag", body: { ...about, tags } });
}

export const project = erase(projectType);
