import { endpoints, errorCodes, plainLinePattern } from "@synapse-voice/contract";
import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, it } from "vitest";
import { openApiDocument } from "./openapi.ts";

interface Operation {
  readonly operationId: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly schema: object;
  }[];
  readonly requestBody?: {
    readonly content: Record<
      string,
      {
        readonly schema: {
          readonly properties: Record<string, object>;
          readonly additionalProperties: boolean;
        };
      }
    >;
  };
  readonly responses: Record<string, object>;
  readonly security: readonly object[];
}

describe("the OpenAPI document", () => {
  const document = openApiDocument(endpoints, "1.2.3") as unknown as {
    openapi: string;
    paths: Record<string, Record<string, Operation>>;
    components: { responses: Record<string, { description: string }> };
  };
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path));

  it("holds every endpoint once", () => {
    expect(document.openapi).toBe("3.1.0");
    expect(operations).toHaveLength(endpoints.length);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
  });

  it("names parameters, bodies and replies", () => {
    const accept = document.paths["/api/voip/calls/{callId}/accept"]!.post!;
    expect(accept.parameters).toContainEqual({
      name: "callId",
      in: "path",
      required: true,
      schema: { type: "string", minLength: 1 },
    });
    expect(document.paths["/api/voip/history"]!.get!.parameters).toContainEqual({
      name: "limit",
      in: "query",
      required: false,
      schema: expect.objectContaining({ type: "string", default: "50" }),
    });
    const body =
      document.paths["/api/voip/start-call"]!.post!.requestBody!.content["application/json"]!
        .schema;
    expect(Object.keys(body.properties)).toEqual(["calleeSupabaseId", "callerName"]);
    expect(body.additionalProperties).toBe(false);
    for (const { responses } of operations) expect(Object.keys(responses)).toContain("default");
    const { email, firstName } =
      document.paths["/api/tenant/users"]!.post!.requestBody!.content["application/json"]!.schema
        .properties;
    expect(firstName).toMatchObject({ minLength: 1, maxLength: 80, pattern: plainLinePattern });
    expect(email).toMatchObject({ maxLength: 254, pattern: expect.any(String) });
  });

  it("says which endpoints need a token", () => {
    expect(document.paths["/api/auth/signup"]!.post!.security).toEqual([]);
    expect(document.paths["/api/voip/me"]!.get!.security).toEqual([{ accessToken: [] }]);
  });

  it("is valid", async () => {
    expect(await new Validator().validate(structuredClone(document))).toEqual({ valid: true });
    const broken = {
      ...structuredClone(document),
      paths: { "no-slash": { get: { responses: "none" } } },
    };
    expect((await new Validator().validate(broken)).valid).toBe(false);
  });

  it("says of every endpoint which errors it answers with", () => {
    const statusesOf = (operation: Operation) => Object.keys(operation.responses);
    for (const operation of operations)
      expect(statusesOf(operation)).toEqual(expect.arrayContaining(["400", "429", "500", "503"]));
    for (const operation of operations.filter(({ security }) => security.length > 0))
      expect(statusesOf(operation)).toEqual(expect.arrayContaining(["401", "403"]));
    expect(statusesOf(document.paths["/api/voip/calls/{callId}/accept"]!.post!)).toEqual(
      expect.arrayContaining(["404", "409", "413", "415"]),
    );
    const described = Object.entries(document.components.responses).flatMap(([, { description }]) =>
      description.split(", "),
    );
    expect(described).toEqual(expect.arrayContaining(Object.keys(errorCodes)));
  });

  it("describes a list of fixed length as tools read it", () => {
    expect(document.paths["/api/voip/echo-test"]!.post!.responses["201"]).toMatchObject({
      content: {
        "application/json": {
          schema: {
            properties: {
              tokens: {
                type: "array",
                items: { anyOf: [{ type: "string" }, { type: "string" }] },
                minItems: 2,
                maxItems: 2,
              },
            },
          },
        },
      },
    });
    expect(JSON.stringify(document)).not.toContain("prefixItems");
  });

  it("is plain JSON, without a reference to nowhere", () => {
    const text = JSON.stringify(document);
    expect(JSON.parse(text)).toEqual(document);
    for (const [, kind = "", name = ""] of text.matchAll(/"\$ref":"#\/components\/(\w+)\/(\w+)"/gu))
      expect(document.components).toHaveProperty([kind, name]);
    expect(text.match(/"\$ref":"/gu)?.length).toBe(
      text.match(/"\$ref":"#\/components\/\w+\/\w+"/gu)?.length,
    );
  });
});
