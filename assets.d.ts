/**
 * Types of the files that a handler may import: text as a string, WebAssembly as bytes. Put
 * `/// <reference types="polyfn/assets" />` into one of your sources, or "polyfn/assets" into `types` of tsconfig.json.
 */
declare module "*.html" {
  const text: string;
  export default text;
}
declare module "*.sql" {
  const text: string;
  export default text;
}
declare module "*.graphql" {
  const text: string;
  export default text;
}
declare module "*.gql" {
  const text: string;
  export default text;
}
declare module "*.txt" {
  const text: string;
  export default text;
}
declare module "*.md" {
  const text: string;
  export default text;
}
declare module "*.csv" {
  const text: string;
  export default text;
}
declare module "*.css" {
  const text: string;
  export default text;
}
declare module "*.wasm" {
  const bytes: ReturnType<typeof Uint8Array.of>;
  export default bytes;
}
