// Lets a Pulumi program import TypeScript. Plain JavaScript, because it runs before there is a loader.
import { register } from "tsx/esm/api";

register();
