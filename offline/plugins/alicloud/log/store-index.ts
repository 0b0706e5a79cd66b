import type { StoreIndexArgs, StoreIndexState } from "@pulumi/alicloud/log/index.js";
import { UserError } from "../../../../model/errors.ts";
import { erase, type Fields, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AlicloudContext } from "../clients.ts";
import { partsOf } from "../ids.ts";
import { part } from "../rpc.ts";
import { sls } from "./sls.ts";
import { storeIndexTable } from "./tables.ts";

type Inputs = Plain<StoreIndexArgs>;
type State = Plain<StoreIndexState>;
type Field = NonNullable<Inputs["fieldSearches"]>[number];

/** https://help.aliyun.com/zh/sls/developer-reference/api-sls-2020-12-30-createindex */
const storeIndexType: ResourceType<AlicloudContext, Inputs, State> = {
  table: storeIndexTable,

  async create(cloud, inputs) {
    if (!inputs.fullText && !inputs.fieldSearches?.length) {
      throw new UserError(
        "The index of a logstore has neither fullText nor fieldSearches.",
        "Set fullText, fieldSearches or both.",
      );
    }
    const id = `${inputs.project}:${inputs.logstore}`;
    await sls(cloud, { action: "CreateIndex", ...place(id), body: bodyOf(inputs) });
    return id;
  },

  async read(cloud, id) {
    const found = await sls(cloud, { action: "GetIndex", method: "GET", ...place(id) });
    const { project, logstore } = partsOf(id, ["project", "logstore"]);
    const keys = Object.entries(part(found, "keys"));
    return {
      fieldSearches: keys.length > 0 ? keys.map(([name, key]) => fieldOf(name, key as Fields)) : null,
      fullText: found.line ? textOf(part(found, "line")) : null,
      logReduce: found.log_reduce === true,
      logReduceBlackLists: texts(found.log_reduce_black_list),
      logReduceWhiteLists: texts(found.log_reduce_white_list),
      logstore,
      maxTextLen: Number(found.max_text_len ?? 0) || null,
      project,
    };
  },

  async update(cloud, id, inputs) {
    await sls(cloud, { action: "UpdateIndex", method: "PUT", ...place(id), body: bodyOf(inputs) });
  },

  async delete(cloud, id) {
    await sls(cloud, { action: "DeleteIndex", method: "DELETE", ...place(id) });
  },

  async find(_cloud, { project, logstore }) {
    return `${project}:${logstore}`;
  },
};

function place(id: string) {
  const { project, logstore } = partsOf(id, ["project", "logstore"]);
  return { project, path: `/logstores/${encodeURIComponent(logstore)}/index` };
}

function bodyOf({
  fullText,
  fieldSearches,
  logReduce,
  logReduceBlackLists,
  logReduceWhiteLists,
  maxTextLen,
}: Inputs): Fields {
  return {
    ...(fullText && { line: analysis(fullText) }),
    ...(fieldSearches?.length && {
      keys: Object.fromEntries(fieldSearches.map((field) => [field.name, keyOf(field)])),
    }),
    ...(logReduce && { log_reduce: true }),
    ...(logReduceBlackLists && { log_reduce_black_list: logReduceBlackLists }),
    ...(logReduceWhiteLists && { log_reduce_white_list: logReduceWhiteLists }),
    ...(maxTextLen && { max_text_len: maxTextLen }),
  };
}

/** Tokenizer settings: the table has the separators as one string, the API as a list of characters. */
function analysis({ caseSensitive, includeChinese, token }: NonNullable<Inputs["fullText"]>): Fields {
  return { caseSensitive: caseSensitive ?? false, chn: includeChinese ?? false, token: [...(token ?? "")] };
}

function keyOf(field: Field): Fields {
  const json = Object.fromEntries(
    (field.jsonKeys ?? []).map(({ name, alias, docValue, type }) => [
      name,
      { type: type ?? "long", alias: alias ?? "", doc_value: docValue ?? true },
    ]),
  );
  return {
    ...analysis(field),
    type: field.type ?? "long",
    alias: field.alias ?? "",
    doc_value: field.enableAnalytics ?? true,
    ...(Object.keys(json).length > 0 && { json_keys: json }),
  };
}

function textOf(line: Fields): NonNullable<State["fullText"]> {
  const token = (texts(line.token) ?? []).join("");
  return {
    caseSensitive: line.caseSensitive === true,
    includeChinese: line.chn === true,
    ...(token !== "" && { token }),
  };
}

function fieldOf(name: string, key: Fields): Field {
  const json = Object.entries(part(key, "json_keys")).map(([inner, value]) => {
    const { alias, doc_value, type } = value as Fields;
    return {
      name: inner,
      type: String(type),
      docValue: doc_value === true,
      ...(alias ? { alias: String(alias) } : {}),
    };
  });
  return {
    name,
    type: String(key.type),
    ...textOf(key),
    ...(key.alias ? { alias: String(key.alias) } : {}),
    enableAnalytics: key.doc_value === true,
    ...(json.length > 0 && { jsonKeys: json }),
  };
}

function texts(value: unknown): string[] | null {
  return Array.isArray(value) && value.length > 0 ? value.map(String) : null;
}

export const storeIndex = erase(storeIndexType);
