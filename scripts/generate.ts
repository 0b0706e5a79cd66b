/** Writes every file of the repository that is made from code: the JSON Schema, the command line's reference, the support matrix. */
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { generatedFiles } from "./generated.ts";

for (const [path, text] of Object.entries(await generatedFiles())) {
  await writeFile(fileURLToPath(new URL(`../${path}`, import.meta.url)), text);
  console.log(path);
}
