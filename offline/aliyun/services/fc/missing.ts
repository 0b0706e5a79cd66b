const SESSION = "the emulator keeps no sessions: calls go to whichever instance is free";

/**
 * Parts of FC's interface that the vendor's client for Node.js has and the emulator lacks: operations, and fields of
 * requests as `Operation.field`, with the reason. All other fields of its models are accepted, or refused for their
 * value.
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
