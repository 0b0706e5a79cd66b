import { createRequire } from "node:module";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import type { Access } from "../core/world.ts";
import type { Authority } from "./authority.ts";

/** Beside package.json, in a clone and in the published package alike. */
const redirectModule = createRequire(import.meta.url).resolve("@polyfn/aliyun-emulator/redirect");

/** The settings with which programs reach the emulator on this port under the vendor's hostnames. */
export function accessOf(port: number, { certificateFile, bundleFile }: Authority): Access {
  const url = `http://127.0.0.1:${port}`;
  const trust = {
    SSL_CERT_FILE: bundleFile,
    CURL_CA_BUNDLE: bundleFile,
    REQUESTS_CA_BUNDLE: bundleFile,
    // Node.js knows its own authorities; the bundle is for machines whose owner added some.
    NODE_EXTRA_CA_CERTS: process.env.NODE_EXTRA_CA_CERTS ? bundleFile : certificateFile,
    POLYFN_ALIYUN_URL: url,
    POLYFN_ALIYUN_CA: certificateFile,
    NODE_OPTIONS: `--import=${pathToFileURL(redirectModule).href}`,
    // Python runs the sitecustomize.py it finds there before anything else.
    PYTHONPATH: dirname(redirectModule),
  };
  const proxies = {
    HTTPS_PROXY: url,
    https_proxy: url,
    // Several of the vendor's clients speak plain HTTP unless they are told otherwise.
    HTTP_PROXY: url,
    http_proxy: url,
    NO_PROXY: "127.0.0.1,localhost,::1",
    no_proxy: "127.0.0.1,localhost,::1",
  };
  return {
    url,
    certificateFile,
    bundleFile,
    // The vendor's Go client for Tablestore goes past every proxy; the vendor's provider takes its address from here.
    environment: { ...trust, ...proxies, OTS_ENDPOINT: url, POLYFN_ALIYUN_OTHERS: "refuse" },
    workerEnvironment: { ...trust, POLYFN_ALIYUN_OTHERS: "leave" },
  };
}
