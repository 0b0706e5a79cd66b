import type { Property } from "../../table.ts";
import { string } from "../fields.ts";

export const apiId: Property = { ...string, required: true, forceNew: true };

export const description: Property = { ...string, maxLength: 1024 };

export const name: Property = { ...string, computed: true, minLength: 1, maxLength: 128 };

export const ipAddressType: Property = { ...string, computed: true, enum: ["ipv4", "dualstack"] };
