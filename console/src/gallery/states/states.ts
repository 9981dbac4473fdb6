import { attentionStates, shortcutStates } from "./attention-states.ts";
import { callStates } from "./call-states.ts";
import { callbackStates } from "./callback-states.ts";
import { crmStates } from "./crm-states.ts";
import { computerStates } from "./computer-states.ts";
import { crowdedStates } from "./crowded-states.ts";
import { customerStates } from "./customer-states.ts";
import { deviceStates } from "./device-states.ts";
import type { GalleryState } from "./gallery-state.ts";
import { holdStates } from "./hold-states.ts";
import { linkStates } from "./link-states.ts";
import { notesStates } from "./notes-states.ts";
import { pageStates } from "./page-states.ts";
import { peopleStates } from "./people-states.ts";
import { queueStates } from "./queue-states.ts";
import { recordedCallStates } from "./recorded-call-states.ts";
import { recordingStates } from "./recording-states.ts";
import { ringStates } from "./ring-states.ts";

/** All states of the gallery by name. */
export const galleryStates: Record<string, GalleryState> = {
  ...pageStates,
  ...peopleStates,
  ...callbackStates,
  ...callStates,
  ...holdStates,
  ...notesStates,
  ...recordedCallStates,
  ...recordingStates,
  ...crowdedStates,
  ...crmStates,
  ...attentionStates,
  ...shortcutStates,
  ...linkStates,
  ...queueStates,
  ...customerStates,
  ...ringStates,
  ...deviceStates,
  ...computerStates,
};
