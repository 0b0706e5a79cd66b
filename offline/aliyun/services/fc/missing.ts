const SESSION = "the emulator keeps no sessions: calls go to whichever instance is free";

/**
 * What the vendor's client for Node.js can ask of FC and the emulator has not: operations, and fields of requests as
 * `Operation.field`, with the reason. All else that its models hold is taken, or refused for its value.
 */
export const MISSING: Readonly<Record<string, string>> = {
  CDNTriggerConfig: "there is no content delivery network here, and so no trigger of its kind",
  DescribeRegions: "a region is here whatever the host name says",
  CreateSession: SESSION,
  GetSession: SESSION,
  UpdateSession: SESSION,
  DeleteSession: SESSION,
  ListSessions: SESSION,
  PauseSession: SESSION,
  ResumeSession: SESSION,
};
