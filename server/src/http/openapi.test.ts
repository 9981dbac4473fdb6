import { endpoints } from "@synapse-voice/contract";
import { describe, expect, it } from "vitest";
import { openApiDocument } from "./openapi.ts";

interface Operation {
  readonly operationId: string;
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema: object }[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema: { readonly properties: Record<string, object>; readonly additionalProperties: boolean } }> };
  readonly responses: Record<string, object>;
  readonly security: readonly object[];
}

describe("the OpenAPI document", () => {
  const document = openApiDocument(endpoints, "1.2.3") as { openapi: string; paths: Record<string, Record<string, Operation>> };
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path));

  it("holds every endpoint once", () => {
    expect(document.openapi).toBe("3.1.0");
    expect(operations).toHaveLength(endpoints.length);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
  });

  it("names parameters, bodies and replies", () => {
    const accept = document.paths["/api/voip/calls/{callId}/accept"]!.post!;
    expect(accept.parameters).toContainEqual({ name: "callId", in: "path", required: true, schema: { type: "string" } });
    expect(document.paths["/api/voip/history"]!.get!.parameters).toContainEqual({ name: "limit", in: "query", required: false, schema: expect.objectContaining({ type: "string", default: "50" }) });
    const body = document.paths["/api/voip/start-call"]!.post!.requestBody!.content["application/json"]!.schema;
    expect(Object.keys(body.properties)).toEqual(["calleeSupabaseId", "callerName"]);
    expect(body.additionalProperties).toBe(false);
    for (const { responses } of operations) expect(Object.keys(responses)).toContain("default");
  });

  it("says which endpoints need a token", () => {
    expect(document.paths["/api/auth/signup"]!.post!.security).toEqual([]);
    expect(document.paths["/api/voip/me"]!.get!.security).toEqual([{ accessToken: [] }]);
  });

  it("is plain JSON, without a reference to nowhere", () => {
    const text = JSON.stringify(document);
    expect(JSON.parse(text)).toEqual(document);
    expect(new Set([...text.matchAll(/"\$ref":"([^"]+)"/gu)].map(([, to]) => to))).toEqual(new Set(["#/components/schemas/Problem"]));
  });
});
