import { describe } from "vitest";
import { createFakeObjectStorage } from "./fake-object-storage.ts";
import { objectStorageCases } from "./testing/object-storage-cases.ts";

describe("the fake storage", () => {
  objectStorageCases(createFakeObjectStorage, () =>
    Object.assign(createFakeObjectStorage(), { failure: "unavailable" as const }),
  );
});
