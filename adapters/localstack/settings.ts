import type { Problem } from "../../model/errors.ts";
import type { Deployment } from "../contract.ts";
import { isLoopback } from "../shared/loopback.ts";

/** `core`: what every LocalStack-compatible server has. `full`: EventBridge Scheduler and API Gateway v2 too. */
export const PROFILES = ["core", "full"] as const;
export type Profile = (typeof PROFILES)[number];

export const DEFAULT_ENDPOINT = "http://127.0.0.1:4566";

export interface LocalSettings {
  readonly endpoint: string;
  readonly profile: Profile;
}

const isProfile = (text: unknown): text is Profile => PROFILES.some((profile) => profile === text);

/** The settings with their defaults, and everything wrong with them. A faulty one has its default in the settings. */
export function readSettings(
  { settings }: Pick<Deployment, "settings">,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): { settings: LocalSettings; problems: Problem[] } {
  const { profile = "core" } = settings;
  const endpoint = settings.endpoint ?? (environment.AWS_ENDPOINT_URL || DEFAULT_ENDPOINT);
  const problems = [...endpointProblems(endpoint), ...profileProblems(profile)];
  return {
    settings: {
      endpoint: isLocal(endpoint) ? new URL(endpoint).origin : DEFAULT_ENDPOINT,
      profile: isProfile(profile) ? profile : "core",
    },
    problems,
  };
}

const isLocal = (endpoint: unknown): endpoint is string => typeof endpoint === "string" && isLoopback(endpoint);

function endpointProblems(endpoint: unknown): Problem[] {
  if (isLocal(endpoint)) return [];
  return [
    {
      code: "not-loopback",
      path: ["settings", "endpoint"],
      message: `The endpoint ${JSON.stringify(endpoint)} is not an http address of this machine; this target reaches nothing else.`,
      remedy: `Use an address such as ${DEFAULT_ENDPOINT}, in the stack's settings or AWS_ENDPOINT_URL; deploy to AWS with target "aws".`,
    },
  ];
}

function profileProblems(profile: unknown): Problem[] {
  if (isProfile(profile)) return [];
  return [
    {
      code: "bad-setting",
      path: ["settings", "profile"],
      message: `The profile ${JSON.stringify(profile)} is not one of ${PROFILES.join(", ")}.`,
      remedy: 'Use "full" for a server with EventBridge Scheduler and API Gateway v2, else leave it out.',
    },
  ];
}
