import type { PatchOperation } from "@aws-sdk/client-api-gateway";
import { isObject } from "../../server/wire.ts";

/** A property name in a path. https://www.rfc-editor.org/rfc/rfc6901 */
const escaped = (name: string) => name.replaceAll("~", "~0").replaceAll("/", "~1");

/**
 * The operations that change a part of a REST API from one state to another.
 * https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html
 * @param paths Property name -> path, for single values and for maps. Entries of a map are below its path.
 */
export function patch(
  paths: Readonly<Record<string, string>>,
  old: Readonly<Record<string, unknown>>,
  inputs: Readonly<Record<string, unknown>>,
): PatchOperation[] {
  return Object.entries(paths).flatMap(([property, path]) => {
    const [from, to] = [old[property], inputs[property]];
    if (isObject(from) || isObject(to)) return patchMap(path, isObject(from) ? from : {}, isObject(to) ? to : {});
    if (from === to || (to === undefined && isNothing(from))) return [];
    return [{ op: "replace", path, value: to === undefined ? emptied(from) : String(to) }];
  });
}

function patchMap(path: string, from: Readonly<Record<string, unknown>>, to: Readonly<Record<string, unknown>>) {
  const removed = Object.keys(from).filter((key) => !(key in to));
  const changed = Object.entries(to).filter(([key, value]) => from[key] !== value);
  return [
    ...removed.map((key): PatchOperation => ({ op: "remove", path: `${path}/${escaped(key)}` })),
    ...changed.map(
      ([key, value]): PatchOperation => ({
        op: key in from ? "replace" : "add",
        path: `${path}/${escaped(key)}`,
        value: String(value),
      }),
    ),
  ];
}

/** Operations on a set. Its members are part of the path or the value. */
export function patchSet(
  path: string,
  old: readonly string[] = [],
  wanted: readonly string[] = [],
  as: "path" | "value" = "value",
): PatchOperation[] {
  const one = (op: "add" | "remove") => (member: string) =>
    as === "path" ? { op, path: `${path}/${escaped(member)}` } : { op, path, value: member };
  return [
    ...wanted.filter((member) => !old.includes(member)).map(one("add")),
    ...old.filter((member) => !wanted.includes(member)).map(one("remove")),
  ];
}

const isNothing = (value: unknown) => value === undefined || value === "" || value === false;
const emptied = (value: unknown) => (typeof value === "boolean" ? "false" : "");
