import type { SecretClient } from "../../../runtime/clients.ts";
import { kept } from "../../../runtime/core/kept.ts";
import { SetupError } from "../../../runtime/errors.ts";
import type { StoreFactory } from "./store.ts";

/** A secret whose value the test gives. */
export const secretStore: StoreFactory<"secret"> = ({ name }, { secret }) => ({
  client: (): SecretClient => ({
    value: kept(`value of secret "${name}"`, async () => {
      const value = secret(name);
      if (value !== undefined) return value;
      throw new SetupError(`The secret "${name}" has no value: give the test secrets: { ${name}: "..." }.`);
    }),
  }),
});
