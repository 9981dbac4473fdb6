import { randomUUID } from "node:crypto";
import type { BodyOf, giveRecordingConsent } from "@synapse-voice/contract";
import type { Call } from "../calls/domain/call.ts";
import type { RecordingChange } from "../calls/domain/inputs.ts";
import type { CallsService } from "../calls/service/execute.ts";
import type { Person } from "../identity/person.ts";

/** A person and the call of their tenant that they mean. */
export interface RecordingRequest {
  readonly person: Person;
  readonly deviceId: string;
  readonly callId: string;
}

/** The commands of the parties of a call on its recording. */
export interface RecordingCommands {
  consent(request: RecordingRequest, answer: BodyOf<typeof giveRecordingConsent>): Promise<Call>;
  start(request: RecordingRequest): Promise<Call>;
  pause(request: RecordingRequest): Promise<Call>;
  resume(request: RecordingRequest): Promise<Call>;
}

export function createRecordingCommands(calls: Pick<CallsService, "execute">): RecordingCommands {
  const record = (
    { person, deviceId, callId }: RecordingRequest,
    change: RecordingChange,
  ): Promise<Call> =>
    calls.execute(
      { tenantId: person.tenantId, callId },
      { type: "record", by: { userId: person.userId, deviceId }, change },
    );
  return {
    consent: (request, answer) =>
      record(request, { action: "consent", consentId: randomUUID(), ...answer }),
    start: (request) => record(request, { action: "start" }),
    pause: (request) => record(request, { action: "pause", pauseId: randomUUID() }),
    resume: (request) => record(request, { action: "resume" }),
  };
}
