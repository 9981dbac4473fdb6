import { createRoot } from "react-dom/client";
import type { ClientState } from "@synapse-voice/client";
import "@synapse-voice/react/styles.css";
import "../styles/console.css";
import { App } from "../app/App.tsx";
import { ServicesContext } from "../shared/services.ts";
import { saveAvailability } from "../app/presence/stored-availability.ts";
import type { GalleryState } from "./gallery-state.ts";
import { galleryStates } from "./states.ts";

// gallery.html?state=incoming&theme=dark shows one screen; without a state, links to all of them.
const parameters = new URLSearchParams(window.location.search);
const state = galleryStates[parameters.get("state") ?? ""];
document.documentElement.dataset["theme"] = parameters.get("theme") ?? "light";
const root = createRoot(document.querySelector("#app") ?? document.body);

if (state === undefined) {
  root.render(
    <ul>
      {Object.keys(galleryStates).map((name) => (
        <li key={name}>
          <a href={`?state=${name}`}>{name}</a>
        </li>
      ))}
    </ul>,
  );
} else {
  saveAvailability("ada", state.wanted ?? "available");
  if (state.fragment !== undefined) window.location.hash = state.fragment;
  root.render(
    <ServicesContext value={state.services()}>
      <App path={state.path ?? "/"} fragment={state.fragment ?? ""} />
    </ServicesContext>,
  );
  if (state.change !== undefined) changeOnceDrawn(state, state.change);
}

/** Some screens come of a change that they have seen, such as a call put on hold. */
function changeOnceDrawn(state: GalleryState, change: Partial<ClientState>): void {
  if (document.querySelector("main") === null) {
    requestAnimationFrame(() => changeOnceDrawn(state, change));
    return;
  }
  state.set(change);
  document.documentElement.dataset["changed"] = "true";
}
