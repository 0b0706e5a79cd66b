import { z } from "zod";
import type { Call, Operation } from "../../../core/service.ts";
import { invalid } from "../errors.ts";
import type { Project } from "../model.ts";
import type { LogState } from "../store.ts";
import { answer, arn, may, page, projectOf, readBody } from "./common.ts";

const PROJECT_NAME = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;

const Create = z.object({
  projectName: z.string().regex(PROJECT_NAME, "a project's name has 3 to 63 lower-case letters, digits and hyphens"),
  description: z.string().max(64).nullish(),
  resourceGroupId: z.string().nullish(),
});

/** @see https://www.alibabacloud.com/help/en/sls/developer-reference/api-sls-2020-12-30-createproject */
export const projectOperations = (state: LogState): Operation[] => [
  {
    name: "CreateProject",
    route: { method: "POST", path: "/" },
    permission: may("CreateProject"),
    run: (call) => create(state, call),
  },
  {
    name: "ListProject",
    route: { method: "GET", path: "/projects" },
    permission: may("ListProject"),
    run: (call) => list(state, call),
  },
  {
    name: "GetProject",
    route: { method: "GET", path: "/" },
    permission: may("GetProject"),
    run: (call) => answer(call, show(projectOf(state, call), call)),
  },
  {
    name: "UpdateProject",
    route: { method: "PUT", path: "/" },
    permission: may("UpdateProject"),
    run: (call) => {
      const project = projectOf(state, call);
      const { description } = readBody(call, z.object({ description: z.string().max(64).nullish() }));
      return changed(state, call, project, () => {
        project.description = description ?? "";
      });
    },
  },
  {
    name: "DeleteProject",
    route: { method: "DELETE", path: "/" },
    permission: may("DeleteProject"),
    run: (call) => {
      const { name } = projectOf(state, call);
      delete state.projects[name];
      state.world.changed();
      return answer(call, undefined);
    },
  },
  ...policyOperations(state),
  {
    name: "ChangeResourceGroup",
    route: { method: "PUT", path: "/resourcegroup" },
    permission: { action: "log:UpdateProject", resource: (call) => arn(call, "*") },
    run: (call) => {
      const body = readBody(call, z.object({ resourceId: z.string(), resourceGroupId: z.string() }));
      const project = state.project(call.region, body.resourceId);
      return changed(state, call, project, () => {
        project.resourceGroupId = body.resourceGroupId;
      });
    },
  },
];

const policyOperations = (state: LogState): Operation[] => [
  {
    name: "PutProjectPolicy",
    route: { method: "POST", path: "/policy" },
    permission: may("PutProjectPolicy"),
    run: (call) => {
      const project = projectOf(state, call);
      const policy = call.request.body.toString();
      if (!isObject(policy)) throw invalid("policy is not valid json");
      return changed(state, call, project, () => {
        project.policy = policy;
      });
    },
  },
  {
    name: "GetProjectPolicy",
    route: { method: "GET", path: "/policy" },
    permission: may("GetProjectPolicy"),
    // Without a policy the vendor answers with nothing at all.
    run: (call) => {
      const { policy } = projectOf(state, call);
      return { ...answer(call, undefined), body: policy };
    },
  },
  {
    name: "DeleteProjectPolicy",
    route: { method: "DELETE", path: "/policy" },
    permission: may("DeleteProjectPolicy"),
    run: (call) => {
      const project = projectOf(state, call);
      return changed(state, call, project, () => {
        project.policy = "";
      });
    },
  },
];

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null;
  } catch {
    return false;
  }
}

function create(state: LogState, call: Call) {
  const { projectName, description, resourceGroupId } = readBody(call, Create);
  const now = state.world.clock.now();
  state.add({
    name: projectName,
    region: call.region,
    description: description ?? "",
    resourceGroupId: resourceGroupId || "rg-default",
    created: now,
    modified: now,
    policy: "",
    tags: {},
    logstores: {},
  });
  return answer(call, undefined);
}

function list(state: LogState, call: Call) {
  const { query } = call.request;
  const group = query.get("resourceGroupId");
  const all = Object.values(state.projects).filter(
    (one) =>
      one.region === call.region &&
      one.name.includes(query.get("projectName") ?? "") &&
      one.description.includes(query.get("description") ?? "") &&
      (!group || one.resourceGroupId === group),
  );
  const projects = page(call, all).map((project) => show(project, call));
  return answer(call, { count: projects.length, total: all.length, projects });
}

const show = (project: Project, { account, region }: Call) => ({
  projectName: project.name,
  description: project.description,
  status: "Normal",
  owner: account,
  region,
  resourceGroupId: project.resourceGroupId,
  dataRedundancyType: "LRS",
  createTime: dateTime(project.created),
  lastModifyTime: dateTime(project.modified),
});

const dateTime = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 19).replace("T", " ");

function changed(state: LogState, call: Call, project: Project, change: () => void) {
  change();
  project.modified = state.world.clock.now();
  state.world.changed();
  return answer(call, undefined);
}
