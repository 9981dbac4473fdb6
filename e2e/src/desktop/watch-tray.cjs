// Tests only, loaded with `-r`: Electron has no way to ask for an app's trays, so this notes what each was last told.
const { Tray } = require("electron");

const trays = new Map();
globalThis.testTrays = trays;

function note(method, field) {
  const original = Tray.prototype[method];
  Tray.prototype[method] = function noted(value) {
    trays.set(this, { ...trays.get(this), [field]: value });
    return original.call(this, value);
  };
}

note("setToolTip", "toolTip");
note("setContextMenu", "menu");
