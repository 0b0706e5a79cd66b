import type { Clients } from "../../../../adapters/aws/operate/clients.ts";

type Method = (input: Record<string, unknown>) => unknown;

/** Clients of which only the given methods exist; each answers its input. */
export function fakeClients(methods: { readonly [C in keyof Clients]?: Readonly<Record<string, Method>> }): Clients {
  const clients = Object.entries(methods).map(([name, ways]) => [name, async () => promising(ways)] as const);
  return Object.fromEntries(clients) as unknown as Clients;
}

const promising = (methods: Readonly<Record<string, Method>>) =>
  Object.fromEntries(
    Object.entries(methods).map(([name, method]) => [name, async (input: Record<string, unknown>) => method(input)]),
  );

/** An error as the SDK throws it. */
export const sdkError = (name: string, message = name, httpStatusCode = 400): Error =>
  Object.assign(new Error(message), { name, $fault: "client", $metadata: { httpStatusCode } });
