import { execFileSync } from "node:child_process";
import { join } from "node:path";
import process from "node:process";
import { expect, test } from "vitest";
import { debuggedNode } from "../../offline/endpoint/debugged-node.ts";
import { temporaryDirectory, write } from "../infra/project.ts";

test.skipIf(process.platform === "win32")(
  "starts Node.js with an inspector for the functions that ask for one",
  async () => {
    const directory = join(temporaryDirectory(), "a 'quoted' place");
    const place = { port: 1, directory };
    const [file = "", script = ""] = Object.entries(debuggedNode.files(place))[0] ?? [];
    write(directory, { [file]: script });
    execFileSync("chmod", ["755", join(directory, file)]);
    const arguments_ = (name: string): string =>
      execFileSync("node", ["-p", "process.execArgv.join(' ')"], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
        env: { PATH: debuggedNode.path(place, "/usr/bin:/bin"), AWS_LAMBDA_FUNCTION_NAME: name },
      });
    await debuggedNode.set(directory, "shop-dev-a", 39_229);
    expect(arguments_("shop-dev-a")).toContain("--inspect=127.0.0.1:39229");
    expect(arguments_("shop-dev-b")).not.toContain("--inspect");
    expect(arguments_("")).not.toContain("--inspect");
    await debuggedNode.set(directory, "shop-dev-a", undefined);
    expect(arguments_("shop-dev-a")).not.toContain("--inspect");
  },
);
