import { z } from "zod";

/** RAM's state as it is stored. Times are in milliseconds. */

const attachment = z.object({ type: z.enum(["Custom", "System"]), name: z.string(), time: z.number() });

const principal = z.object({
  name: z.string(),
  id: z.string(),
  created: z.number(),
  updated: z.number(),
  policies: z.array(attachment),
});

const accessKey = z.object({
  id: z.string(),
  secret: z.string(),
  status: z.enum(["Active", "Inactive"]),
  created: z.number(),
});

const user = principal.extend({
  displayName: z.string(),
  mobilePhone: z.string(),
  email: z.string(),
  comments: z.string(),
  tags: z.record(z.string(), z.string()),
  keys: z.array(accessKey),
  /** Of console logins: only that there is one; its password isn't kept. */
  login: z
    .object({
      passwordResetRequired: z.boolean(),
      mfaBindRequired: z.boolean(),
      status: z.string(),
      created: z.number(),
    })
    .optional(),
});

const group = principal.extend({ comments: z.string(), users: z.array(z.string()) });

const role = principal.extend({
  arn: z.string(),
  description: z.string(),
  maxSessionDuration: z.number(),
  /** Trust policy, JSON as it was sent. */
  trust: z.string(),
  tags: z.record(z.string(), z.string()),
  /** Of service-linked roles: whose. */
  service: z.string().optional(),
});

const policy = z.object({
  name: z.string(),
  description: z.string(),
  created: z.number(),
  updated: z.number(),
  tags: z.record(z.string(), z.string()),
  versions: z.array(z.object({ id: z.string(), document: z.string(), created: z.number() })),
  defaultVersion: z.string(),
});

const session = z.object({
  accessKeyId: z.string(),
  secret: z.string(),
  token: z.string(),
  /** Absent for credentials that a service lends of its own. */
  role: z.string().optional(),
  sessionName: z.string(),
  expires: z.number(),
  policy: z.string().optional(),
  /** The service that took the role on, or lends the credentials, where one did. */
  service: z.string().optional(),
});

export const ramState = z.object({
  users: z.array(user),
  groups: z.array(group),
  roles: z.array(role),
  policies: z.array(policy),
  sessions: z.array(session),
  retiredKeys: z.array(z.string()),
  alias: z.string().optional(),
});

export type Attachment = z.infer<typeof attachment>;
export type Principal = z.infer<typeof principal>;
export type User = z.infer<typeof user>;
export type Group = z.infer<typeof group>;
export type Role = z.infer<typeof role>;
export type Policy = z.infer<typeof policy>;
export type Session = z.infer<typeof session>;
