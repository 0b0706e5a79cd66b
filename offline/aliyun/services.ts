import type { Emulated } from "./core/emulated.ts";
import type { World } from "./core/world.ts";
import { createBssOpenApi } from "./services/bssopenapi/index.ts";
import { createEcs } from "./services/ecs/index.ts";
import { createEventBridge } from "./services/eventbridge/index.ts";
import { createFc } from "./services/fc/index.ts";
import { createKms } from "./services/kms/index.ts";
import { createLocation } from "./services/location/index.ts";
import { createMns } from "./services/mns/index.ts";
import { createOos } from "./services/oos/index.ts";
import { createOss } from "./services/oss/index.ts";
import { createOts } from "./services/ots/index.ts";
import { createRam } from "./services/ram/index.ts";
import { createResourceManager } from "./services/resourcemanager/index.ts";
import { createSls } from "./services/sls/index.ts";
import { createSts } from "./services/sts/index.ts";
import { createTablestore } from "./services/tablestore/index.ts";

/** THE map of services, one folder each. The order is the one in which a request to a bare address is offered to them. */
export const services = {
  ram: createRam,
  sts: createSts,
  kms: createKms,
  oos: createOos,
  location: createLocation,
  bssopenapi: createBssOpenApi,
  resourcemanager: createResourceManager,
  ecs: createEcs,
  fc: createFc,
  mns: createMns,
  eventbridge: createEventBridge,
  sls: createSls,
  ots: createOts,
  tablestore: createTablestore,
  oss: createOss,
} satisfies Readonly<Record<string, (world: World) => Emulated>>;

export type ServiceName = keyof typeof services & string;
