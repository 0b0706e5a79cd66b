import { confirmedCommand } from "../deployment/confirmed-command.ts";

/** `polyfn refresh`: makes a stack's state what the cloud really has. */
export const refresh = confirmedCommand("refresh", {
  summary: "Compare a stack's state with the cloud, and correct the state.",
  description:
    "Reads every resource from the cloud, and writes into the stack's state what differs: the next up changes it back. " +
    "Nothing in the cloud changes. Shows the differences and asks first; with --yes it does not.\n\n" +
    "Examples:\n  polyfn refresh -s local --yes\n  polyfn refresh -s prod",
});
