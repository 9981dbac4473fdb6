import { callNotes, maxNotesLength, saveCallNotes } from "@synapse-voice/contract";
import { route, type Route } from "../platform/http/route.ts";
import type { NotesService } from "./notes-service.ts";

/** Fits notes of full length from clients that escape each character with 6 bytes. */
const maxBodyBytes = 6 * maxNotesLength + 1024;

export const notesRoutes = (service: NotesService): Route[] => [
  route(callNotes, ({ person, params }) => service.read(person, params.callId)),
  {
    ...route(saveCallNotes, ({ person, params, body }) =>
      service.save(person, params.callId, body),
    ),
    maxBodyBytes,
  },
];
