export * from "./key-ring.ts";
export * from "./keys-setting.ts";
export * from "./open-range.ts";
export * from "./seal.ts";
export { plainSizeOf, sealedSizeOf, type ObjectIdentity } from "./sealed-format.ts";
export * from "./sealing-error.ts";
