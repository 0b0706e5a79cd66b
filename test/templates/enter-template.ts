import { dirname } from "node:path";
import { expect } from "vitest";

process.chdir(dirname(dirname(expect.getState().testPath ?? "")));
