import { win32 } from "node:path";
import { describe, expect, it } from "vitest";
import { launcher } from "../../offline/engine/plugin-home.ts";
import { commandLineQuery } from "../../offline/process-group.ts";

describe("the launcher of a plugin", () => {
  it("is a shell script that quotes every path", () => {
    const plugin = { name: "aws", version: "7.0.0", executable: "/it's here/bin/pulumi-resource-aws" };
    expect(launcher(plugin, "/usr/bin/node", "linux")).toEqual({
      name: "pulumi-resource-aws",
      text: `#!/bin/sh\nexec '/usr/bin/node' '/it'\\''s here/bin/pulumi-resource-aws' "$@"\n`,
    });
  });

  it("is a command file on Windows", () => {
    const executable = win32.join("C:\\100% mine", "bin", "pulumi-resource-aws");
    const node = win32.join("C:\\Program Files", "nodejs", "node.exe");
    expect(launcher({ name: "aws", version: "7.0.0", executable }, node, "win32")).toEqual({
      name: "pulumi-resource-aws.cmd",
      text: '@"C:\\Program Files\\nodejs\\node.exe" "C:\\100%% mine\\bin\\pulumi-resource-aws" %*\r\n',
    });
  });
});

it("asks each system for a command line with a program that it has", () => {
  expect(commandLineQuery(7, "linux")).toEqual(["ps", ["-ww", "-o", "command=", "-p", "7"]]);
  expect(commandLineQuery(7, "win32")[0]).toBe("powershell");
  expect(commandLineQuery(7, "win32")[1].join(" ")).toContain("ProcessId=7");
});
