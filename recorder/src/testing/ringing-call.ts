import type { Recording } from "../recordings/recording.ts";

/** Makes the recording of a call from Carl to Ada that rings, and that nobody has taken. */
export const ringing = (callId: string, placedAt: number): Recording => ({
  callId,
  tenantId: "acme",
  roomName: callId,
  state: "pending",
  attempt: 0,
  wrappedKey: null,
  storagePrefix: `acme/${callId}`,
  placedAt,
  answeredAt: null,
  activeFrom: placedAt,
  endedAt: null,
  recordOnHold: false,
  pauses: [],
  parties: [
    { userId: "carl", isCustomer: true, isCaller: true, holdSince: null },
    { userId: "ada", isCustomer: false, isCaller: false, holdSince: null },
  ],
});
