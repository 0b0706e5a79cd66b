import { confirmedCommand } from "../deployment/confirmed-command.ts";
import { option } from "../options.ts";

/** `polyfn up`: deploys a stack. */
export const up = confirmedCommand(
  "up",
  {
    summary: "Deploy a stack.",
    description:
      "Checks the spec, deploys it with the Pulumi engine, and says what changed, how long it took and what is reachable " +
      "where. Shows the changes and asks first; with --yes it does not. A stack that the backend does not have is created, " +
      "and a server of a cloud on this machine is started when nothing answers. Ctrl-C lets the engine finish what it has " +
      "begun and leaves nothing locked; a second one kills it. Exit codes: 0, 2 for a mistake in the spec or the command, 3 " +
      "for a failed deployment, 130 after Ctrl-C.\n\n" +
      "Examples:\n  polyfn up -s local --yes\n  polyfn up -s prod\n  polyfn up -s prod --yes --json > deployment.json",
  },
  option.refreshFirst,
);
