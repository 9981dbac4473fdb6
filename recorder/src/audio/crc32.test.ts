import { expect, it } from "vitest";
import { crc32 } from "./crc32.ts";

it("the checksum is that of Ogg: not reflected, without a final inversion", () => {
  expect(crc32(new TextEncoder().encode("123456789"))).toBe(0x89a1897f);
  expect(crc32(new Uint8Array())).toBe(0);
});
