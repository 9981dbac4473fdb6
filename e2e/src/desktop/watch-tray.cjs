// Tests only, loaded with `-r`: Electron has no way to ask for an app's trays, so this notes what
// each was last told.
// The methods belong to each tray itself, so they are wrapped when the app starts to listen to it.
const { EventEmitter } = require("node:events");
const { Tray } = require("electron");

const trays = new Map();
globalThis.testTrays = trays;

function note(tray, method, field) {
  const original = tray[method];
  tray[method] = (value) => {
    trays.set(tray, { ...trays.get(tray), [field]: value });
    return original.call(tray, value);
  };
}

Tray.prototype.on = function on(event, listener) {
  if (!trays.has(this)) {
    trays.set(this, {});
    note(this, "setToolTip", "toolTip");
    note(this, "setContextMenu", "menu");
  }
  return EventEmitter.prototype.on.call(this, event, listener);
};
