import type { Property } from "../../table.ts";
import { text } from "../fields.ts";

export const apiId: Property = { ...text, required: true, forceNew: true };

export const description: Property = { ...text, maxLength: 1024 };

export const name: Property = { ...text, computed: true, minLength: 1, maxLength: 128 };

export const ipAddressType: Property = { ...text, computed: true, enum: ["ipv4", "dualstack"] };
