import * as v from "valibot";
import { CommandReply } from "../call-replies.ts";
import { admins, agents, everyone, type Endpoint } from "../endpoint.ts";
import { Instant } from "../call-parts/instant.ts";
import { RecordingMode, RecordingWordingId } from "../call-parts/call-recording.ts";
import { RecordingPeaks } from "./peaks.ts";
import { RecordingDetails } from "./recording-details.ts";

const recordingPath = "/api/voip/calls/:callId/recording";

/** Matches a language as a BCP 47 tag, such as `en` or `pt-BR`. */
export const languagePattern = /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,3}$/u;

/** Rules for calls of one direction that are placed now. Null if they are not recorded. */
const RecordingNotice = v.nullable(
  v.object({
    mode: RecordingMode,
    wordingId: v.string(),
    /** True if calls are refused while they can't be recorded. */
    noRecordingNoCall: v.boolean(),
  }),
);

export const recordingNotices = {
  method: "GET",
  path: "/api/voip/recording-notices",
  summary:
    "How calls that are placed now would be recorded, by direction; customers get `inbound` only",
  who: everyone,
  status: 200,
  reply: v.object({
    inbound: RecordingNotice,
    outbound: v.optional(RecordingNotice),
    internal: v.optional(RecordingNotice),
  }),
} as const satisfies Endpoint;

export const callRecording = {
  method: "GET",
  path: recordingPath,
  summary: "State and contents of a call's recording, for those who may hear it",
  who: everyone,
  status: 200,
  reply: RecordingDetails,
} as const satisfies Endpoint;

export const giveRecordingConsent = {
  method: "POST",
  path: `${recordingPath}/consent`,
  summary:
    "Agree that my call is recorded, or refuse; a refusal leaves the call as it is, and a later " +
    "one pauses the recording",
  who: everyone,
  body: v.strictObject({
    agreed: v.boolean(),
    /** The wording that I read. It must be one of the call's mode. */
    wordingId: RecordingWordingId,
    language: v.pipe(v.string(), v.regex(languagePattern)),
  }),
  status: 200,
  reply: CommandReply,
} as const satisfies Endpoint;

export const startRecording = {
  method: "POST",
  path: `${recordingPath}/start`,
  summary: "Start the recording of a call that I am on; for calls of the mode `agent`",
  who: agents,
  status: 200,
  reply: CommandReply,
} as const satisfies Endpoint;

export const pauseRecording = {
  method: "POST",
  path: `${recordingPath}/pause`,
  summary: "Pause the recording of a call that I am on: the pause is silent in the file",
  who: agents,
  status: 200,
  reply: CommandReply,
} as const satisfies Endpoint;

export const resumeRecording = {
  method: "POST",
  path: `${recordingPath}/resume`,
  summary: "End the pause of the recording of a call that I am on",
  who: agents,
  status: 200,
  reply: CommandReply,
} as const satisfies Endpoint;

export const recordingLink = {
  method: "POST",
  path: `${recordingPath}/link`,
  summary:
    "An address of the recording's sound, for me and 60 s; each use checks that I still may hear it",
  who: everyone,
  body: v.strictObject({
    /** `download` makes browsers save the file. Both are recorded, with the person and address. */
    purpose: v.optional(v.picklist(["play", "download"]), "play"),
  }),
  status: 200,
  reply: v.object({ url: v.string(), expiresAt: Instant }),
} as const satisfies Endpoint;

export const recordingAudio = {
  method: "GET",
  path: `${recordingPath}/audio`,
  summary: "The recording's sound, by the address of a link; takes `Range`",
  who: "public",
  query: v.strictObject({ token: v.pipe(v.string(), v.maxLength(1000)) }),
  status: 200,
  mediaType: "audio/ogg",
  reply: v.unknown(),
} as const satisfies Endpoint;

export const recordingPeaks = {
  method: "GET",
  path: `${recordingPath}/peaks`,
  summary: "Loudness of both sides of a finished recording over time",
  who: everyone,
  status: 200,
  reply: RecordingPeaks,
} as const satisfies Endpoint;

export const changeRecording = {
  method: "PATCH",
  path: recordingPath,
  summary: "Protect a recording from deletion, or end that",
  who: admins,
  body: v.strictObject({ legalHold: v.boolean() }),
  status: 200,
  reply: RecordingDetails,
} as const satisfies Endpoint;

export const eraseRecording = {
  method: "DELETE",
  path: recordingPath,
  summary: "Delete a recording's sound and key for good. Can't be undone",
  who: admins,
  status: 200,
  reply: RecordingDetails,
} as const satisfies Endpoint;
