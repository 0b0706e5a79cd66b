import { json } from "../../../offline/aliyun/core/http.ts";
import type { Operation, Service, ServiceDescription } from "../../../offline/aliyun/core/service.ts";
import type { Emulated } from "../../../offline/aliyun/core/emulated.ts";

/** A service that answers with what it was asked, to look at the front and at signatures alone. */
export function echo(
  description: Partial<ServiceDescription> = {},
  matches: Service["matches"] = (host) => (host.endsWith(".aliyuncs.com") ? {} : undefined),
  extra: Partial<Operation> = {},
): Emulated {
  const methods = ["GET", "HEAD", "POST", "PUT", "DELETE"];
  const operations = methods.map(
    (method): Operation => ({
      name: "Echo",
      route: { method, path: "/{path+}" },
      anonymous: () => true,
      run: ({ request, caller }) =>
        json({
          host: request.host,
          path: request.rawPath,
          query: request.rawQuery,
          size: request.body.length,
          secure: request.secure,
          caller: caller.arn,
        }),
      ...extra,
    }),
  );
  const roots = operations.map((operation, at) => ({ ...operation, route: { method: methods[at] ?? "", path: "/" } }));
  return {
    service: {
      description: { title: "Echo", version: "1", docs: "", signatures: ["acs3"], ...description },
      operations: [...operations, ...roots],
      matches,
      recognises: ({ headers }) => (headers["x-echo"] === undefined ? undefined : {}),
      refuse: ({ status, code, message }, { id }) => json({ Code: code, Message: message, RequestId: id }, status),
      snapshot: () => ({}),
      restore: () => undefined,
      reset: () => undefined,
    },
  };
}
