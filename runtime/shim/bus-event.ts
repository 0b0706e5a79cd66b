import type { WithText } from "../events.ts";

/** A bus event's data as text, made when it is asked for. */
export const withText = <Event extends { readonly data: unknown }>(event: Event): Event & WithText => {
  const made = {
    get text() {
      return typeof event.data === "string" ? event.data : (JSON.stringify(event.data) ?? "");
    },
    get bytes() {
      return new TextEncoder().encode(made.text);
    },
  };
  return Object.defineProperties(event, Object.getOwnPropertyDescriptors(made)) as Event & WithText;
};
