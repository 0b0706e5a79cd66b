import { readFile } from "node:fs/promises";
import { request } from "../../../runtime/core/http-request.ts";
import { SetupError } from "../../../runtime/errors.ts";
import type { Credentials } from "./signing.ts";

/** Milliseconds before their end at which credentials are fetched anew. */
const REFRESH = 5 * 60_000;
const TIMEOUT = 2000;
/** Serves the credentials of a task: https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html */
const CONTAINER = "http://169.254.170.2";
const CONTAINER_HOSTS = /^(localhost|127\.[\d.]+|\[::1\]|169\.254\.170\.(2|23)|\[fd00:ec2::23\])$/;

interface Fetched {
  readonly credentials: Credentials;
  /** Milliseconds. */
  readonly expires: number;
}

let fetched: Fetched | undefined;
let fetching: Promise<Fetched> | undefined;

/**
 * Credentials of the function's role: of the environment, else of the address that the environment names.
 * @param renew Takes none that were fetched before.
 * @throws SetupError when the environment has neither.
 */
export async function credentials(renew = false): Promise<Credentials> {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  if (AWS_ACCESS_KEY_ID && AWS_SECRET_ACCESS_KEY) {
    return {
      accessKeyId: AWS_ACCESS_KEY_ID,
      secretAccessKey: AWS_SECRET_ACCESS_KEY,
      ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
    };
  }
  if (!renew && fetched !== undefined && Date.now() < fetched.expires - REFRESH) return fetched.credentials;
  fetching ??= fetchThem().finally(() => {
    fetching = undefined;
  });
  try {
    fetched = await fetching;
  } catch (error) {
    if (renew || fetched === undefined || Date.now() >= fetched.expires) throw error;
  }
  return fetched.credentials;
}

async function fetchThem(): Promise<Fetched> {
  const url = containerUrl();
  const response = await request({ url, method: "GET", headers: await authorization(), timeout: TIMEOUT });
  if (!response.ok) throw new Error(`${url.href} answered ${response.status} to a request for credentials`);
  const { AccessKeyId, SecretAccessKey, Token, Expiration } = await response.json<Record<string, string | undefined>>();
  if (!AccessKeyId || !SecretAccessKey) throw new Error(`${url.href} answered without credentials`);
  const credentials = {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    ...(Token && { sessionToken: Token }),
  };
  return { credentials, expires: Expiration === undefined ? Number.POSITIVE_INFINITY : Date.parse(Expiration) };
}

function containerUrl(): URL {
  const { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: path, AWS_CONTAINER_CREDENTIALS_FULL_URI: full } = process.env;
  if (path) return new URL(path, CONTAINER);
  if (!full) {
    throw new SetupError(
      "the environment has no AWS credentials (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_CONTAINER_CREDENTIALS_FULL_URI): a client cannot sign its requests",
    );
  }
  const url = new URL(full);
  if (url.protocol === "https:" || CONTAINER_HOSTS.test(url.hostname)) return url;
  throw new SetupError(
    `AWS_CONTAINER_CREDENTIALS_FULL_URI is ${url.origin}: without TLS it must be an address of this machine or of the container service`,
  );
}

async function authorization(): Promise<Record<string, string>> {
  const { AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: file, AWS_CONTAINER_AUTHORIZATION_TOKEN: given } = process.env;
  const token = file ? await readFile(file, "utf8") : given;
  return token ? { authorization: token.trim() } : {};
}
