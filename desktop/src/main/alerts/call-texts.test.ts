import { aCallView } from "@synapse-voice/client/testing";
import { expect, it } from "vitest";
import { escapeBody, missedTexts, ringingTexts } from "./call-texts.ts";

const view = aCallView();
const { peer } = view;
if (peer === null) throw new Error("the sample has a caller");

it("names the caller", () => {
  expect(ringingTexts(view)).toEqual({
    title: "Carl Customer is calling",
    body: "Customer portal",
  });
  expect(missedTexts(view).title).toBe("Missed call from Carl Customer");
});

it("says that a name is not verified", () => {
  expect(ringingTexts({ ...view, peer: { ...peer, verified: false } }).body).toBe(
    "Name not verified",
  );
});

it("names a colleague, and a caller without a name", () => {
  expect(ringingTexts({ ...view, peer: { ...peer, type: "CRM_USER" } }).body).toBe("Team");
  expect(ringingTexts({ ...view, peer: null }).title).toBe("Customer is calling");
});

it("escapes markup on Linux only, once", () => {
  expect(escapeBody("<b>Tom & Co</b>", "linux")).toBe("&lt;b&gt;Tom &amp; Co&lt;/b&gt;");
  for (const platform of ["win32", "darwin"] as const)
    expect(escapeBody("<b>Tom & Co</b>", platform)).toBe("<b>Tom & Co</b>");
});
