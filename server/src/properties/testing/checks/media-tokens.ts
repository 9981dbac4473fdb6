import type { TestReply } from "../../../testing/server-for-tests.ts";
import type { Request } from "../steps/to-request.ts";
import { isLive, ownLegOf, type CallRow } from "../world/observation.ts";

/** The media token of each reply that has one. */
const tokenIn: Partial<Record<Request["kind"], (body: TestReply["body"]) => unknown>> = {
  dial: (body) => body.callerToken,
  accept: (body) => body.media?.token,
  continue: (body) => body.media?.token,
  media_token: (body) => body.token,
};

/**
 * A media token goes to the one device of a party that owns the party's media of a live call, and
 * opens the room of that call only. `moves`: the owner changed meanwhile.
 */
export function wrongTokens(
  { who, kind, device }: Request,
  body: TestReply["body"],
  row: CallRow,
  { alone, moves }: { readonly alone: boolean; readonly moves: boolean },
): string[] {
  const token = tokenIn[kind]?.(body);
  const faults: string[] = [];
  if (JSON.stringify({ ...body, callerToken: "", token: "", media: null }).includes("media-token"))
    faults.push("media tokens: a media token where none belongs");
  if (token === undefined) return [...faults, ...(kind in tokenIn ? ["no media token"] : [])];
  const [, room, identity] = String(token).split(" ");
  const owner = moves ? device : (ownLegOf(row, who.id)?.deviceId ?? null);
  if (room !== row.roomName) faults.push(`media tokens: a token for room ${room}`);
  if (owner === null || identity !== `${who.id}:${owner}`)
    faults.push(`media tokens: a token for ${identity}`);
  if (owner !== device) faults.push("media tokens: a token for another device than the media's");
  if (alone && !isLive(row)) faults.push(`media tokens: a token for a call that is ${row.status}`);
  if (kind === "dial" && typeof body.calleeToken === "string" && grantsMedia(body.calleeToken))
    faults.push("media tokens: who is rung gets into the room");
  return faults;
}

function grantsMedia(token: string): boolean {
  const claims: unknown = JSON.parse(
    Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8") || "{}",
  );
  return typeof claims === "object" && claims !== null && "video" in claims;
}
