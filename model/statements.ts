import { z } from "zod";
import { refinement } from "./schema/refinement.ts";
import { withMessage } from "./schema/schema-messages.ts";
import { textValue } from "./value.ts";

const ACTION = /^[A-Za-z0-9-]+:[A-Za-z0-9]+$/;

/** One action of a cloud's service. Wildcards are refused: a function gets only what it uses. */
const action = withMessage(
  z.string(),
  "an action: a service, a colon and the name of the action",
  '"ses:SendEmail"',
).superRefine((text, context) => {
  if (ACTION.test(text)) return;
  const wildcard = /[*?]/.test(text);
  context.addIssue({
    code: "custom",
    input: text,
    message: wildcard
      ? `"${text}" allows more than one action; a statement names each action.`
      : `"${text}" is not an action.`,
    params: {
      code: wildcard ? "wildcard-action" : "bad-format",
      remedy: wildcard
        ? 'List the actions that the function uses, for example "ses:SendEmail".'
        : 'Write the service, a colon and the name of the action, for example "ses:SendEmail".',
    },
  });
});

const conditionValue = z.union([z.string(), z.array(z.string()).min(1)]);

/** A function's access to a service that the neutral model does not have. */
const statement = z
  .strictObject({
    actions: z.array(action).min(1).describe('Actions of the cloud, each by its name: "ses:SendEmail".'),
    resources: z
      .array(textValue)
      .min(1)
      .describe('Identifiers (ARNs) of what the actions may be done with, or "*" with a reason.'),
    conditions: z
      .record(z.string(), z.record(z.string(), conditionValue))
      .optional()
      .describe('The cloud\'s own conditions: { StringEquals: { "ses:FromAddress": "shop@example.com" } }.'),
    reason: withMessage(z.string().regex(/\S/), "a string that says why", '"Rekognition has no resources to name."')
      .optional()
      .describe('Why "*" stands among the resources.'),
  })
  .refine(
    ({ resources, reason }) => !Array.isArray(resources) || !resources.includes("*") || reason !== undefined,
    refinement({
      path: ["resources"],
      message: 'The resource "*" allows the actions on everything in the account, and no reason is given.',
      remedy: "List the resources, or give the reason why that is not possible.",
    }),
  );

/** Statements for a function's own role, by target. */
export const statements = withMessage(
  z.record(z.string(), z.array(statement).min(1)),
  "an object of lists of statements by target",
  '{ <target>: [{ actions: ["ses:SendEmail"], resources: ["<ARN>"] }] }',
);

/** A native statement after parsing. */
export type NativeStatement = z.output<typeof statement>;
