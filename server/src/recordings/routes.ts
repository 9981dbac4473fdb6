import {
  callRecording,
  changeRecording,
  eraseRecording,
  giveRecordingConsent,
  pauseRecording,
  recordingAudio,
  recordingLink,
  recordingNotices,
  recordingPeaks,
  resumeRecording,
  startRecording,
} from "@synapse-voice/contract";
import type { Clock } from "@synapse-voice/platform/clock";
import type { Call } from "../calls/domain/call.ts";
import { snapshotFor } from "../calls/domain/snapshots.ts";
import type { Person } from "../identity/person.ts";
import { FileReply } from "../platform/http/files/file-reply.ts";
import { route, type Route } from "../platform/http/route.ts";
import type { PlaybackService } from "./playback-service.ts";
import type { RecordingCommands } from "./recording-commands.ts";
import type { RecordingsService } from "./recordings-service.ts";

export interface RecordingRouteDeps {
  readonly recordings: RecordingsService;
  readonly commands: RecordingCommands;
  readonly playback: PlaybackService;
  readonly clock: Clock;
}

interface CallRequest {
  readonly person: Person;
  readonly deviceId: string;
  readonly params: { readonly callId: string };
}

export const recordingRoutes = (deps: RecordingRouteDeps): Route[] => [
  ...commandRoutes(deps),
  ...playbackRoutes(deps),
  route(recordingNotices, ({ person }) => deps.recordings.notices(person)),
  route(callRecording, ({ person, params }) => deps.recordings.read(person, params.callId)),
  route(changeRecording, ({ person, params, body }) =>
    deps.recordings.setLegalHold(person, params.callId, body.legalHold),
  ),
  route(eraseRecording, ({ person, params }) => deps.recordings.erase(person, params.callId)),
];

function commandRoutes({ commands, clock }: RecordingRouteDeps): Route[] {
  const toRequest = ({ person, deviceId, params }: CallRequest) => ({
    person,
    deviceId,
    callId: params.callId,
  });
  const reply = (call: Call, { userId, customersSee }: Person) => ({
    serverTime: new Date(clock.now()).toISOString(),
    call: snapshotFor(call, userId, customersSee),
  });
  return [
    route(giveRecordingConsent, async (request) =>
      reply(await commands.consent(toRequest(request), request.body), request.person),
    ),
    route(startRecording, async (request) =>
      reply(await commands.start(toRequest(request)), request.person),
    ),
    route(pauseRecording, async (request) =>
      reply(await commands.pause(toRequest(request)), request.person),
    ),
    route(resumeRecording, async (request) =>
      reply(await commands.resume(toRequest(request)), request.person),
    ),
  ];
}

const playbackRoutes = ({ playback }: RecordingRouteDeps): Route[] => [
  route(recordingLink, async ({ person, params, body, serverUrl }) => {
    const { path, expiresAt } = await playback.link(person, params.callId, body.purpose);
    return { url: `${serverUrl}${path}`, expiresAt };
  }),
  route(recordingAudio, async ({ params, query, address, signal }) => {
    const { token } = query;
    const { sound, purpose } = await playback.open({
      callId: params.callId,
      token,
      address,
      signal,
    });
    return new FileReply({
      mediaType: recordingAudio.mediaType,
      size: sound.size,
      read: (from, to) => sound.read({ from, to, signal }),
      // An address that is saved names the file by the call, never by people.
      ...(purpose === "download" ? { fileName: `call-${params.callId.toLowerCase()}.ogg` } : {}),
    });
  }),
  route(recordingPeaks, ({ person, params, signal }) =>
    playback.peaks(person, params.callId, signal),
  ),
];
