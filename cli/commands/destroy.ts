import { confirmedCommand } from "../deployment/confirmed-command.ts";

/** `polyfn destroy`: deletes everything that a stack has deployed. */
export const destroy = confirmedCommand("destroy", {
  summary: "Delete everything that a stack has deployed.",
  description:
    "Shows what would be deleted and asks for the stack's name; with --yes it does not. Resources with `keep: true` in " +
    "the spec stay in the cloud. The stack itself stays in the backend, empty: polyfn pulumi -s NAME -- stack rm " +
    "removes it.\n\n" +
    "Examples:\n  polyfn destroy -s local --yes\n  polyfn destroy -s prod",
});
