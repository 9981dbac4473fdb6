export * from "./columns.ts";
export * from "./database-errors.ts";
export * from "./postgres-wake-ups.ts";
export * from "./uuid.ts";
export * from "./wake-ups.ts";
