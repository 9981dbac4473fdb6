import { errorCodes, type ErrorCode } from "@synapse-voice/contract";

/** Makes a JSON response. */
export const json = (status: number, body: unknown): Response =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });

/** Formats ms since the epoch as the contract does. */
export const iso = (ms: number): string => new Date(ms).toISOString();

/** Makes the response of a refused request; `more` are further fields of the problem. */
export const problem = (code: ErrorCode, more: object = {}): Response => {
  const { status, title } = errorCodes[code];
  return json(status, { title, status, code, ...more });
};
