// The entry of the Pulumi project. Plain JavaScript, so that it needs no options of any language host: it registers a
// TypeScript loader and runs the program that a project of one's own imports from the package.
import { register } from "tsx/esm/api";

register();
const program = await import("../program.ts");

export default program.default;
