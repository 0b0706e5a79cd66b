export { default } from "polyfn/program";
