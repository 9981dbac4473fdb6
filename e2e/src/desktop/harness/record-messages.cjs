// Records every message of the main process to its pages, and every token that Supabase Auth sends
// to the main process. For tests, loaded with `-r` after the polyfills.
const { app, ipcMain, MessageChannelMain, net } = require("electron");

const messages = [];
const tokens = new Set();
Object.assign(globalThis, { testMessages: messages, testTokens: tokens });

const record = (...message) => messages.push(JSON.stringify(message));

const { fetch } = net;
net.fetch = async (input, init) => {
  const response = await fetch.call(net, input, init);
  if (String(input).includes("/auth/v1/token")) {
    const { access_token: accessToken, refresh_token: refreshToken } = await response
      .clone()
      .json();
    for (const token of [accessToken, refreshToken]) if (token) tokens.add(token);
  }
  return response;
};

const { handle } = ipcMain;
ipcMain.handle = (channel, listener) =>
  handle.call(ipcMain, channel, async (...args) => {
    const reply = await listener(...args);
    record(channel, reply);
    return reply;
  });

app.on("web-contents-created", (_event, contents) => {
  const { send } = contents;
  contents.send = (...message) => {
    record(...message);
    return send.apply(contents, message);
  };
});

void app.whenReady().then(() => {
  const ports = Object.getPrototypeOf(new MessageChannelMain().port1);
  const { postMessage } = ports;
  ports.postMessage = function post(message, ...rest) {
    record("port", message);
    return postMessage.call(this, message, ...rest);
  };
});
