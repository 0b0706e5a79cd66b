import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assemble } from "./core/assemble.ts";
import { services } from "./services.ts";

/** One emulated service. */
export interface ServiceCoverage {
  readonly name: string;
  readonly title: string;
  /** Of the vendor's API. */
  readonly version: string;
  /** The vendor's page. */
  readonly docs: string;
  /** Names of the operations that are served. */
  readonly operations: readonly string[];
}

/** The operations that the emulator serves, as the services declare them. Nothing is started. */
export async function coverage(): Promise<readonly ServiceCoverage[]> {
  const scratch = mkdtempSync(join(tmpdir(), "polyfn-aliyun-"));
  try {
    const { services: made } = assemble({
      account: "1234567890123456",
      defaultRegion: "cn-hangzhou",
      directory: scratch,
      scratch,
      services,
      changed: () => undefined,
    });
    const rows = Object.entries(made).map(([name, { description, operations }]) => ({
      name,
      title: description.title,
      version: description.version,
      docs: description.docs,
      operations: [...new Set(operations.map((operation) => operation.name))].sort(),
    }));
    for (const service of Object.values(made)) await service.reset();
    return rows;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
