import { describe, expect, it } from "vitest";
import { scramVerifier } from "./scram.ts";

describe("a password as PostgreSQL stores it", () => {
  it("is what PostgreSQL itself makes of it", () => {
    // Password, salt and iterations of the example in RFC 7677.
    const salt = Buffer.from("W22ZaJ0SNY7soEsUEjb6gQ==", "base64");
    expect(scramVerifier("pencil", salt)).toBe(
      "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=",
    );
  });

  it("never holds the password, and differs each time", () => {
    expect(scramVerifier("pencil")).not.toContain("pencil");
    expect(scramVerifier("pencil")).not.toBe(scramVerifier("pencil"));
  });

  it("must be plain characters, which every client encodes alike", () => {
    expect(() => scramVerifier("pässword")).toThrow("printable ASCII");
    expect(() => scramVerifier("")).toThrow("printable ASCII");
  });
});
