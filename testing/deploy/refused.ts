import { ACCESS } from "../../model/access.ts";
import type { DeployedApp } from "../../infra/operate/deployed-app.ts";
import type { ResolvedPermission } from "../../model/resolve.ts";

/** How clouds and their services name a refusal for lack of a permission. */
const REFUSED = /Denied|Forbidden|NoPermission|Unauthorized|not authorized/;

/**
 * What a function's permissions lack, if the cloud refused it a call for that; "" for any other error.
 * @param text The error, which names the resource by the cloud's own name.
 */
export function missingAccess({ app, functions, resources }: DeployedApp, fn: string, text: string): string {
  if (!REFUSED.test(text)) return "";
  const lacking = (app.functions.get(fn)?.permissions ?? []).flatMap((permission) => {
    const others = othersThan(permission);
    return others.length === 0 ? [] : [{ ...permission, others }];
  });
  const named = lacking.filter(({ name }) => {
    const part = resources[name] ?? functions[name];
    return part !== undefined && (text.includes(part.name) || text.includes(part.id));
  });
  return (named.length > 0 ? named : lacking)
    .map(
      ({ name, kind, others }) =>
        ` The function "${fn}" has no access "${others.join('" or "')}" to the ${kind} "${name}": add it to functions.${fn}.permissions.${name}.`,
    )
    .join("");
}

const othersThan = ({ kind, access }: ResolvedPermission): readonly string[] =>
  ACCESS[kind].filter((one) => !access.includes(one));
