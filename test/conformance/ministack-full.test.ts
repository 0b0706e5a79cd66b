import { ministackConformance } from "./clouds/ministack.ts";

await ministackConformance("full");
