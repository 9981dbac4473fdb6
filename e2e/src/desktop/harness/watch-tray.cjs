// Records the tool tip and the menu of each tray icon, because Electron has no function that
// returns them. Also answers questions, which would wait for a click, and remembers the window with
// the console. For tests, loaded with `-r`.
// The methods are properties of each icon, so they are wrapped when the app first calls `on`.
const { EventEmitter } = require("node:events");
const { Tray, app, dialog } = require("electron");

/** The window with the console: the first one of the app. Others show calls that ring. */
app.on("browser-window-created", (_event, window) => {
  globalThis.testConsole ??= window;
});

const trays = new Map();
globalThis.testTrays = trays;

/** The questions that were asked, and the button that replies to the next one. Null: a person. */
globalThis.testQuestions = { asked: [], reply: 0 };
const { showMessageBox } = dialog;
dialog.showMessageBox = async (window, options) => {
  const { message, buttons } = options;
  const { asked, reply } = globalThis.testQuestions;
  asked.push([message, ...buttons]);
  if (reply === null) return showMessageBox.call(dialog, window, options);
  return { response: reply, checkboxChecked: false };
};

function record(tray, method, field) {
  const original = tray[method];
  tray[method] = (value) => {
    trays.set(tray, { ...trays.get(tray), [field]: value });
    return original.call(tray, value);
  };
}

Tray.prototype.on = function on(event, listener) {
  if (!trays.has(this)) {
    trays.set(this, {});
    const { destroy } = this;
    this.destroy = () => {
      trays.delete(this);
      destroy.call(this);
    };
    record(this, "setToolTip", "toolTip");
    record(this, "setContextMenu", "menu");
  }
  return EventEmitter.prototype.on.call(this, event, listener);
};
