import type { ServiceRequest, ServiceResponse } from "../../../core/http.ts";
import type { Compute } from "../compute.ts";
import type { CodeRecord } from "../state.ts";

const PATH = "/_fc/code/";

/**
 * The address from which a package can be downloaded; unsigned, as anyone who has one of the vendor's signed addresses
 * can use it.
 */
export const codeAddress = ({ world }: Compute, { blob }: CodeRecord): string =>
  `${world.access.url}${PATH}${blob}.zip`;

export function serveCode(fc: Compute, { method, rawPath }: ServiceRequest): Promise<ServiceResponse> | undefined {
  if (!rawPath.startsWith(PATH) || (method !== "GET" && method !== "HEAD")) return undefined;
  const blob = rawPath.slice(PATH.length).replace(/\.zip$/, "");
  const held = allCode(fc).some((code) => code.blob === blob);
  if (!held) return Promise.resolve({ status: 404, body: "There is no such package.\n" });
  return Promise.resolve({
    status: 200,
    headers: { "content-type": "application/zip" },
    body: fc.world.blobs.get(blob),
  });
}

const allCode = ({ state }: Compute): CodeRecord[] => [
  ...state.functions.flatMap((fn) => [fn.latest, ...fn.versions].flatMap(({ code }) => code ?? [])),
  ...state.layers.flatMap((layer) => layer.versions.map(({ code }) => code)),
];
