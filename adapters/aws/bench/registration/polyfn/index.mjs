// The functions of the bench, by polyfn.
import { register } from "tsx/esm/api";

register();
const { App } = await import("../../../../../index.ts");
const { spec } = await import("../spec.ts");

export default () => {
  const app = new App("bench", spec, { target: "aws", region: "us-east-1", directory: import.meta.dirname });
  return { name: app.functions.worker0.name };
};
